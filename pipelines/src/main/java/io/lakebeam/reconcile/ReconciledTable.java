package io.lakebeam.reconcile;

import java.util.List;

/**
 * How a table of the lake compares with its source.
 *
 * @param table the lake's table
 * @param sourceRows rows in the source
 * @param lakeRows current rows in the lake
 * @param differences rows that are missing, extra or unequal
 * @param first the first of them, described
 */
public record ReconciledTable(
    String table, long sourceRows, long lakeRows, long differences, List<String> first) {
  /** Copies the list. */
  public ReconciledTable {
    first = List.copyOf(first);
  }

  /** Whether source and lake hold the same. */
  public boolean isEqual() {
    return differences == 0 && sourceRows == lakeRows;
  }
}
