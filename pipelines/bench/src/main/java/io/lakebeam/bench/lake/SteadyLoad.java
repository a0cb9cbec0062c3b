package io.lakebeam.bench.lake;

import io.lakebeam.bench.changes.ChangeEvents;
import io.lakebeam.bench.changes.ChangeTopic;
import java.util.concurrent.locks.LockSupport;

/** Writes events into a topic at a steady rate, each at its own time. */
final class SteadyLoad {
  private final ChangeTopic topic;
  private final ChangeEvents events;
  private final int perSecond;

  SteadyLoad(ChangeTopic topic, ChangeEvents events, int perSecond) {
    this.topic = topic;
    this.events = events;
    this.perSecond = perSecond;
  }

  /** Writes until the events are used up; one that is late is written at once. */
  void run(ChangeTopic.Written times) {
    long start = System.nanoTime();
    for (long sent = 0; events.next(System.currentTimeMillis()); sent++) {
      long due = start + sent * 1_000_000_000L / perSecond;
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      topic.send(events, times);
    }
    topic.flush();
  }
}
