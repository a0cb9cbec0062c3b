package io.lakebeam.change;

import java.util.Comparator;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;

/**
 * The order of the changes that rows of silver come from: newer ones are greater. Rows that are
 * equal by it may differ in all else.
 *
 * <pre>{@code
 * ChangeOrder order = ChangeOrder.of(type);
 * boolean isNewer = order.compare(one, other) > 0;
 * }</pre>
 */
public final class ChangeOrder implements Comparator<InternalRow> {
  private final int epoch;
  private final int commitLsn;
  private final int lsn;

  private ChangeOrder(RowType type) {
    this.epoch = type.getFieldIndex(ChangeColumns.EPOCH);
    this.commitLsn = type.getFieldIndex(ChangeColumns.COMMIT_LSN);
    this.lsn = type.getFieldIndex(ChangeColumns.LSN);
  }

  /** Of rows with these columns, {@link ChangeColumns#ORDER} among them. */
  public static ChangeOrder of(RowType type) {
    return new ChangeOrder(type);
  }

  @Override
  public int compare(InternalRow one, InternalRow other) {
    int byEpoch = Integer.compare(one.getInt(epoch), other.getInt(epoch));
    if (byEpoch != 0) {
      return byEpoch;
    }
    int byCommit = Long.compare(one.getLong(commitLsn), other.getLong(commitLsn));
    return byCommit != 0 ? byCommit : Long.compare(one.getLong(lsn), other.getLong(lsn));
  }

  /** Whether a row's change is before a cut. */
  public boolean isBefore(InternalRow row, TransactionCut cut) {
    int byEpoch = Integer.compare(row.getInt(epoch), cut.epoch());
    return byEpoch < 0 || (byEpoch == 0 && row.getLong(commitLsn) < cut.commitLsn());
  }
}
