package io.lakebeam.bench.freshness;

import java.util.Arrays;
import java.util.Locale;

/** How long transactions have waited, as text. */
final class FreshnessReport {
  private static final int MORE_SECONDS = 3;

  private final long[] waits;
  private final double seconds;
  private final long lateMillis;
  private final int commitSeconds;

  /**
   * Of one run.
   *
   * @param waits milliseconds, in the order in which transactions became visible
   * @param seconds that the clients have paid for
   * @param lateMillis by how much the slowest client was late at its end
   * @param commitSeconds the ingest's commit interval
   */
  FreshnessReport(long[] waits, double seconds, long lateMillis, int commitSeconds) {
    this.waits = waits.clone();
    this.seconds = seconds;
    this.lateMillis = lateMillis;
    this.commitSeconds = commitSeconds;
  }

  String text() {
    long goal = 1_000L * (commitSeconds + MORE_SECONDS);
    long p99 = percentile(waits, 0.99);
    int third = waits.length / 3;
    long[] first = Arrays.copyOf(waits, third);
    long[] last = Arrays.copyOfRange(waits, waits.length - third, waits.length);
    return String.format(
        Locale.ROOT,
        """
        %,d transactions in %,.0f s, %,.0f a second; at the end clients were late by %,d ms
        commit in PostgreSQL to silver visible, commits every %d s: p50 %,d ms, p99 %,d ms, all within %,d ms
        the first third of them: p50 %,d ms, p99 %,d ms; the last third: p50 %,d ms, p99 %,d ms
        %-8s p99: goal at most %,d ms (the commit interval and %d s)
        """,
        waits.length,
        seconds,
        waits.length / seconds,
        lateMillis,
        commitSeconds,
        percentile(waits, 0.5),
        p99,
        percentile(waits, 1),
        percentile(first, 0.5),
        percentile(first, 0.99),
        percentile(last, 0.5),
        percentile(last, 0.99),
        p99 <= goal ? "reached" : "missed",
        goal,
        MORE_SECONDS);
  }

  private static long percentile(long[] waits, double share) {
    long[] sorted = waits.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
