package io.lakebeam.lake.write;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sequence numbers of rows: the microseconds since 1970 when they were written, and never the
 * same twice in one JVM. In a table without columns that order its rows, the one of a key that was
 * written last stays, be it in another batch or process, without a look at what is in the table.
 */
final class WriteOrder {
  private static final AtomicLong LAST = new AtomicLong();

  private WriteOrder() {}

  /** The next number, which all rows have that are written together. */
  static long next() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    return LAST.updateAndGet(last -> Math.max(last + 1, now));
  }
}
