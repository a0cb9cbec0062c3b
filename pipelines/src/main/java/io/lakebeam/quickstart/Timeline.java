package io.lakebeam.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs stages one after the other, tells the progress, and keeps their times. */
final class Timeline {
  private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);

  private final Progress progress;
  private final List<StageTime> times = new ArrayList<>();

  Timeline(Progress progress) {
    this.progress = progress;
  }

  /** Runs a stage that counts no rows. */
  <T> T time(String name, Callable<T> work) throws Exception {
    return time(name, () -> -1, work, result -> -1);
  }

  /** Runs a stage whose result says how many rows it was. */
  <T> T time(String name, Callable<T> work, ToLongFunction<T> rows) throws Exception {
    return time(name, () -> -1, work, rows);
  }

  /** Runs a stage that can be asked for its rows while it runs. */
  <T> T time(String name, LongSupplier soFar, Callable<T> work, ToLongFunction<T> rows)
      throws Exception {
    LOG.info("{} begins", name);
    progress.started(name, soFar);
    long start = System.nanoTime();
    boolean done = false;
    try {
      T result = work.call();
      long counted = rows.applyAsLong(result);
      StageTime time = time(name, start, counted);
      times.add(time);
      progress.done(time);
      LOG.info("{}", time);
      done = true;
      return result;
    } finally {
      if (!done) {
        progress.failed();
      }
    }
  }

  /** Adds a stage that ran beside another one. */
  void addBeside(StageTime time) {
    times.add(time);
  }

  /** The stages that are done. */
  List<StageTime> times() {
    return List.copyOf(times);
  }

  static StageTime time(String name, long startNanos, long rows) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return new StageTime(name, seconds, rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows));
  }
}
