package io.lakebeam.change;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A place in a source's log between two transactions: what was committed up to it is before it,
 * whole, and nothing else is.
 *
 * <pre>{@code
 * TransactionCut cut = new TransactionCut(1, commitLsn);
 * cut.forEach(lake, "purse", null, row -> ...);
 * cut.forEach(lake, "vault", null, row -> ...);  // as of the same transactions
 * }</pre>
 *
 * <p>The lake must have all that is before it. A change names the last commit before its own
 * transaction, so all changes of the transaction that ends at the cut name an earlier one, and all
 * of those after it this one or a later one.
 *
 * @param epoch the number of the source's life
 * @param commitLsn where the commit of the last transaction before the cut ends, {@link
 *     TransactionEnd#commitLsn}
 */
public record TransactionCut(int epoch, long commitLsn) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The versions of a history that are before the cut. */
  public RowFilter filter() {
    return RowFilter.lessThan(ChangeColumns.EPOCH, epoch)
        .or(
            RowFilter.equal(ChangeColumns.EPOCH, epoch)
                .and(RowFilter.lessThan(ChangeColumns.COMMIT_LSN, commitLsn)));
  }

  /** The columns of the rows that {@link #forEach} hands out: those of the source. */
  public static RowType type(Lake lake, String table) {
    RowType whole = lake.type(Zones.history(table));
    return whole.project(
        whole.getFieldNames().stream().filter(column -> !ChangeColumns.isOne(column)).toList());
  }

  /**
   * Hands out the rows of a table that were there at the cut, in no given order. A row is good
   * until {@code use} returns. Holds the newest version of every key in memory: of a large table,
   * ask for some keys.
   *
   * @param table its name in the project
   * @param key only rows that it wants, which may ask for columns of the key alone; null: all
   */
  public void forEach(Lake lake, String table, @Nullable RowFilter key, Consumer<InternalRow> use) {
    TableName history = Zones.history(table);
    int given = type(lake, table).getFieldCount();
    RowType read = ChangeColumns.addTo(type(lake, table));
    List<String> keyColumns = new ArrayList<>(lake.key(history));
    keyColumns.removeAll(ChangeColumns.ORDER);
    int[] places = read.getFieldIndices(keyColumns);
    RowCodec rows = RowCodec.of(read);
    RowCodec keys = RowCodec.of(read.project(places));
    ProjectedRow keyOf = ProjectedRow.from(places);
    ChangeOrder order = ChangeOrder.of(read);
    Map<InternalRow, InternalRow> newest = new HashMap<>();
    lake.read(history, read.getFieldNames(), key == null ? filter() : filter().and(key))
        .forEach(
            row -> {
              InternalRow of = keys.copy(keyOf.replaceRow(row));
              InternalRow known = newest.get(of);
              if (known == null || order.compare(known, row) < 0) {
                newest.put(of, rows.copy(row));
              }
            });
    newest.values().stream().filter(row -> !row.getBoolean(given + 1)).forEach(use);
  }
}
