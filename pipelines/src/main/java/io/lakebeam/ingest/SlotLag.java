package io.lakebeam.ingest;

import io.lakebeam.source.ReplicationSlot;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many seconds ago the log ended where a slot's reader is now, by what was seen of it before:
 * as exact as it was looked at often. Not thread-safe.
 */
final class SlotLag {
  private static final long NANOS = 1_000_000_000L;

  /** A day of looks every five seconds; older ones than that make no lag exact. */
  private static final int MOST = 17_280;

  private final Deque<End> ends = new ArrayDeque<>();
  private long confirmed;

  /** Takes in what was seen now. */
  void add(ReplicationSlot slot, long nanos) {
    confirmed = slot.confirmed();
    ends.addLast(new End(slot.confirmed() + slot.behind(), nanos));
    while (ends.size() > MOST || (ends.size() > 1 && ends.getFirst().lsn() <= confirmed)) {
      ends.removeFirst();
    }
  }

  /**
   * Seconds since the oldest end of the log that the reader has not reached; 0 where there is none.
   */
  long seconds(long nanos) {
    return ends.isEmpty() || ends.getFirst().lsn() <= confirmed
        ? 0
        : (nanos - ends.getFirst().nanos()) / NANOS;
  }

  /** Where the log ended, and when. */
  private record End(long lsn, long nanos) {}
}
