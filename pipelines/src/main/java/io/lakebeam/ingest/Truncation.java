package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.Operation;
import io.lakebeam.change.TransactionCut;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.SourcePosition;
import java.util.Comparator;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.paimon.data.Timestamp;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A TRUNCATE of a source table, or what ends rows in the same way: the beginning of a life, or a
 * snapshot that was begun again.
 *
 * @param table the silver table
 * @param epoch the life of its source
 * @param commitLsn with {@code lsn} and the epoch its place in the order of changes
 * @param lsn its own
 * @param time when the source committed it
 * @param position where its event stands; null of the beginning of a life, which is kept when all
 *     that came before it is in the lake
 * @param isSettled whether the rows that it ended have tombstones
 */
record Truncation(
    String table,
    int epoch,
    long commitLsn,
    long lsn,
    Timestamp time,
    @Nullable SourcePosition position,
    boolean isSettled)
    implements Comparable<Truncation> {
  private static final Comparator<Truncation> ORDER =
      Comparator.comparingInt(Truncation::epoch)
          .thenComparingLong(Truncation::commitLsn)
          .thenComparingLong(Truncation::lsn);

  /**
   * What the beginning of a life does to the rows of those before, once its snapshot is in the
   * lake: those that the snapshot has not found end, as by a TRUNCATE that is older than all of it.
   */
  static Truncation ofEarlierLives(String table, int epoch, Timestamp time) {
    return new Truncation(table, epoch, 0, 0, time, null, false);
  }

  /**
   * What a snapshot does to the rows of those of its life that were broken off before it: they end,
   * as what it did not find has gone from the source and what it found comes again. Changes are
   * streamed after the last one only.
   *
   * @param lsn of its rows
   * @param position of one of them
   */
  static Truncation ofEarlierSnapshots(
      String table, int epoch, long lsn, Timestamp time, SourcePosition position) {
    // Between two records of the log, which begin at multiples of eight.
    return new Truncation(table, epoch, 0, lsn - 1, time, position, false);
  }

  @Override
  public int compareTo(Truncation other) {
    return ORDER.compare(this, other);
  }

  /** Whether the other one is of the same table and place. */
  boolean isSame(Truncation other) {
    return table.equals(other.table) && compareTo(other) == 0;
  }

  /** Whether it stands before a cut. */
  boolean isBefore(TransactionCut cut) {
    return epoch < cut.epoch() || (epoch == cut.epoch() && commitLsn < cut.commitLsn());
  }

  Truncation asSettled() {
    return new Truncation(table, epoch, commitLsn, lsn, time, position, true);
  }

  /** Whether all that came before it is in the lake. */
  boolean isReached(Map<String, Long> positions) {
    return position == null || positions.getOrDefault(position.partition(), 0L) > position.offset();
  }

  /** Whether it is what the beginning of a life does. */
  boolean isOfEarlierLives() {
    return position == null;
  }

  /** Rows that the snapshot at the beginning of its life found: they go on. */
  RowFilter found() {
    return RowFilter.equal(ChangeColumns.EPOCH, epoch)
        .and(RowFilter.equal(ChangeColumns.OPERATION, Operation.READ.code()));
  }

  /** Whether it is what a snapshot does. */
  boolean isOfEarlierSnapshots() {
    return commitLsn == 0 && !isOfEarlierLives();
  }

  /** Of what a snapshot does: where that was taken. */
  long snapshotLsn() {
    return lsn + 1;
  }

  /** The rows that it ended: there, and older. */
  RowFilter ended() {
    RowFilter older = than(RowFilter::lessThan);
    return RowFilter.isNotTrue(ChangeColumns.DELETED)
        .and(
            isOfEarlierSnapshots()
                ? RowFilter.equal(ChangeColumns.EPOCH, epoch).and(older)
                : older);
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
