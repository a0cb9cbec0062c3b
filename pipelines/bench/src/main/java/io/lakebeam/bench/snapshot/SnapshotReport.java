package io.lakebeam.bench.snapshot;

import java.util.Locale;

/**
 * Both roads, as text.
 *
 * @param rows of the table
 * @param alone seconds of the connector alone
 * @param ours seconds of the whole ingest
 */
record SnapshotReport(int rows, double alone, double ours) {
  private static final double GOAL = 0.6;

  String text() {
    return String.format(
        Locale.ROOT,
        """
        Debezium to Kafka alone: %,d rows in %.1f s, %,.0f rows/s
        ours, to bronze, current and history, start-up and all: %.1f s, %,.0f rows/s
        %-8s rows/s, as a ratio to Debezium alone: %.2f, goal at least %.1f
        """,
        rows,
        alone,
        rows / alone,
        ours,
        rows / ours,
        alone / ours >= GOAL ? "reached" : "missed",
        alone / ours,
        GOAL);
  }
}
