package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.SourcePosition;
import java.util.Comparator;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.paimon.data.Timestamp;

/**
 * A TRUNCATE of a source table.
 *
 * @param table the silver table
 * @param epoch the life of its source
 * @param commitLsn with {@code lsn} and the epoch its place in the order of changes
 * @param lsn its own
 * @param time when the source committed it
 * @param position where its event stands
 * @param isSettled whether the rows that it ended have tombstones
 */
record Truncation(
    String table,
    int epoch,
    long commitLsn,
    long lsn,
    Timestamp time,
    SourcePosition position,
    boolean isSettled)
    implements Comparable<Truncation> {
  private static final Comparator<Truncation> ORDER =
      Comparator.comparingInt(Truncation::epoch)
          .thenComparingLong(Truncation::commitLsn)
          .thenComparingLong(Truncation::lsn);

  @Override
  public int compareTo(Truncation other) {
    return ORDER.compare(this, other);
  }

  Truncation asSettled() {
    return new Truncation(table, epoch, commitLsn, lsn, time, position, true);
  }

  /** Whether all that came before it is in the lake. */
  boolean isReached(Map<String, Long> positions) {
    return positions.getOrDefault(position.partition(), 0L) > position.offset();
  }

  /** The rows that it ended: there, and older. */
  RowFilter ended() {
    return RowFilter.isNotTrue(ChangeColumns.DELETED).and(than(RowFilter::lessThan));
  }

  /** Rows that came after it. */
  RowFilter survived() {
    return than(RowFilter::greaterThan);
  }

  private RowFilter than(BiFunction<String, Object, RowFilter> compare) {
    RowFilter byLsn =
        RowFilter.equal(ChangeColumns.COMMIT_LSN, commitLsn)
            .and(compare.apply(ChangeColumns.LSN, lsn));
    RowFilter byCommit = compare.apply(ChangeColumns.COMMIT_LSN, commitLsn).or(byLsn);
    return compare
        .apply(ChangeColumns.EPOCH, epoch)
        .or(RowFilter.equal(ChangeColumns.EPOCH, epoch).and(byCommit));
  }
}
