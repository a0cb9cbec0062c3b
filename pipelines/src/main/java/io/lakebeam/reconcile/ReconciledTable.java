package io.lakebeam.reconcile;

import java.util.List;

/**
 * How a table of the lake compares with its source.
 *
 * @param table the lake's table
 * @param cut the place in the source's log at which both were compared
 * @param sourceRows rows in the source that the lake is to have
 * @param erasedRows rows in the source of subjects that were erased from the lake
 * @param quarantinedRows rows in the source that are not as expected
 * @param lakeRows current rows in the lake, but for older ones of quarantined rows
 * @param differences rows that are missing, extra or unequal
 * @param buckets in how many of the {@value Reconcile#BUCKETS} buckets they are
 * @param first the first of them
 * @param repaired what was repaired before
 */
public record ReconciledTable(
    String table,
    long cut,
    long sourceRows,
    long erasedRows,
    long quarantinedRows,
    long lakeRows,
    long differences,
    int buckets,
    List<Difference> first,
    Repaired repaired) {

  /**
   * What a repair wrote.
   *
   * @param rows as they are in the source
   * @param tombstones for rows that the source does not have
   * @param refused rows that the lake's table cannot hold; the log says why
   */
  public record Repaired(long rows, long tombstones, long refused) {
    /** Nothing. */
    public static final Repaired NONE = new Repaired(0, 0, 0);
  }

  /** Copies the list. */
  public ReconciledTable {
    first = List.copyOf(first);
  }

  /** Whether source and lake hold the same. */
  public boolean isEqual() {
    return differences == 0 && sourceRows == lakeRows;
  }

  ReconciledTable after(Repaired repair) {
    return new ReconciledTable(
        table,
        cut,
        sourceRows,
        erasedRows,
        quarantinedRows,
        lakeRows,
        differences,
        buckets,
        first,
        repair);
  }
}
