package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.Operation;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.RowReader;
import io.lakebeam.lake.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The rows of one table that a truncation ended, and their tombstones. */
final class TruncatedRows {
  private final Lake lake;
  private final Truncation truncation;
  private final TableName current;
  private final TableName history;

  /**
   * Rows of these tables.
   *
   * @param history may not be there
   */
  TruncatedRows(Lake lake, Truncation truncation, TableName current, TableName history) {
    this.lake = lake;
    this.truncation = truncation;
    this.current = current;
    this.history = history;
  }

  /**
   * Hands out tombstones for both tables: of every key that had a row which was there, since the
   * truncation before. The history tells them whatever the current table shows by now, so they are
   * the same whenever this is done. A key that was deleted in between gets one too, which ends
   * nothing. Where a life begins, the keys that its snapshot has found get none; they are held in
   * memory.
   *
   * @param before the truncation before this one
   */
  void bury(@Nullable Truncation before, Consumer<LakeRow> out) {
    RowFilter ended = truncation.ended();
    RowFilter since = before == null ? ended : ended.and(before.survived());
    List<TableName> tables = lake.exists(history) ? List.of(history, current) : List.of(current);
    Set<InternalRow> spared = truncation.isOfEarlierLives() ? found(tables.get(0)) : Set.of();
    tables.forEach(table -> bury(table, since, spared, tables, out));
  }

  private Set<InternalRow> found(TableName table) {
    RowReader rows = lake.read(table, lake.key(current), truncation.found());
    RowCodec codec = RowCodec.of(rows.type());
    Set<InternalRow> keys = new HashSet<>();
    rows.forEach(row -> keys.add(codec.copy(row)));
    return keys;
  }

  private void bury(
      TableName read,
      RowFilter ended,
      Set<InternalRow> spared,
      List<TableName> written,
      Consumer<LakeRow> out) {
    RowType type = lake.type(current);
    List<RowEncoder> encoders =
        written.stream().map(table -> RowEncoder.of(lake, table, type)).toList();
    RowReader rows = lake.read(read, lake.key(current), ended);
    RowCodec codec = RowCodec.of(rows.type());
    Tombstone tombstone = new Tombstone(type, lake.key(current), rows.type());
    rows.forEach(
        row -> {
          if (!spared.isEmpty() && spared.contains(codec.copy(row))) {
            return;
          }
          InternalRow end = tombstone.of(row);
          encoders.forEach(encoder -> out.accept(encoder.encode(end)));
        });
  }

  private final class Tombstone {
    private final GenericRow row;
    private final int[] columns;
    private final InternalRow.FieldGetter[] values;

    private Tombstone(RowType type, List<String> key, RowType read) {
      this.row = new GenericRow(type.getFieldCount());
      this.columns = type.getFieldIndices(key);
      this.values = new InternalRow.FieldGetter[key.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = InternalRow.createFieldGetter(read.getTypeAt(i), i);
      }
      set(type, ChangeColumns.OPERATION, BinaryString.fromString(Operation.TRUNCATE.code()));
      set(type, ChangeColumns.DELETED, true);
      set(type, ChangeColumns.EPOCH, truncation.epoch());
      set(type, ChangeColumns.COMMIT_LSN, truncation.commitLsn());
      set(type, ChangeColumns.LSN, truncation.lsn());
      set(type, ChangeColumns.SOURCE_TIME, truncation.time());
    }

    private void set(RowType type, String column, Object value) {
      row.setField(type.getFieldIndex(column), value);
    }

    /** The same row every time, with another key. */
    private InternalRow of(InternalRow ended) {
      for (int i = 0; i < columns.length; i++) {
        row.setField(columns[i], values[i].getFieldOrNull(ended));
      }
      return row;
    }
  }
}
