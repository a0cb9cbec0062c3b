package io.lakebeam.torture;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.paimon.data.GenericRow;

/**
 * A TRUNCATE that ended rows, and what a lake has of it.
 *
 * @param table the table
 * @param bronze its events
 * @param history its versions
 * @param event the TRUNCATE in bronze
 * @param tombstones the ends of rows in the history
 */
record Truncated(
    TortureTable table,
    Tampering bronze,
    Tampering history,
    GenericRow event,
    List<GenericRow> tombstones) {
  /** The last one of a table. */
  static Truncated lastOf(Path lake, TortureTable table) throws Exception {
    Tampering bronze = Tampering.with(lake, LakeRows.bronze(table));
    Tampering history = Tampering.with(lake, LakeRows.history(table));
    GenericRow event =
        bronze.rows().stream()
            .filter(row -> isTruncate(bronze.value(row, "op")))
            .max(Comparator.comparingLong(row -> (long) bronze.value(row, "lsn")))
            .orElseThrow();
    return new Truncated(
        table, bronze, history, event, tombstones(history, bronze.value(event, "lsn")));
  }

  private static List<GenericRow> tombstones(Tampering history, Object lsn) throws Exception {
    return history.rows().stream()
        .filter(row -> isTruncate(history.value(row, "_op")))
        .filter(row -> history.value(row, "_lsn").equals(lsn))
        .toList();
  }

  private static boolean isTruncate(Object operation) {
    return operation.toString().equals(Version.TRUNCATE);
  }
}
