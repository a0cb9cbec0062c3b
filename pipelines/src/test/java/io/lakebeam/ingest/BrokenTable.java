package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.Operation;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.Zones;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowKind;
import org.apache.paimon.types.RowType;

/** A table with a key {@code id} whose silver rows are made wrong on purpose, under its lock. */
final class BrokenTable {
  private final Lake lake;
  private final String table;
  private final RowType type;

  private BrokenTable(Lake lake, String table) {
    this.lake = lake;
    this.table = table;
    this.type = lake.type(Zones.current(table));
  }

  static BrokenTable of(Lake lake, String table) {
    return new BrokenTable(lake, table);
  }

  /** One row gets a wrong name, as if by the change after its last, one is lost, one never was. */
  void breakRows(long wrong, long lost, long invented) {
    RowEncoder encoder = RowEncoder.of(lake, Zones.current(table), type);
    GenericRow renamed = row(wrong);
    renamed.setField(type.getFieldIndex("name"), BinaryString.fromString("wrong"));
    GenericRow gone = row(lost);
    gone.setRowKind(RowKind.DELETE);
    GenericRow made = row(wrong);
    made.setField(type.getFieldIndex("id"), invented);
    try (RowBatch batch = RowBatch.in(lake)) {
      for (GenericRow row : List.of(renamed, gone, made)) {
        batch.write(encoder.encode(row));
      }
      batch.commit();
    }
  }

  private GenericRow row(long id) {
    List<GenericRow> found = new ArrayList<>();
    lake.read(Zones.current(table), type.getFieldNames(), RowFilter.equal("id", id))
        .forEach(
            row -> {
              GenericRow copy = new GenericRow(type.getFieldCount());
              for (int i = 0; i < type.getFieldCount(); i++) {
                Object value =
                    InternalRow.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row);
                copy.setField(i, value instanceof BinaryString text ? text.copy() : value);
              }
              int lsn = type.getFieldIndex(ChangeColumns.LSN);
              copy.setField(lsn, copy.getLong(lsn) + 1);
              found.add(copy);
            });
    return found.get(0);
  }

  /** What Debezium wrote of a row. */
  List<byte[]> events(String key) {
    List<byte[]> values = new ArrayList<>();
    lake.read(
            Zones.bronze(table),
            List.of("value"),
            RowFilter.equal("key", key).and(RowFilter.lessThan("op", Operation.FOUND.code())))
        .forEach(row -> values.add(row.getString(0).toBytes()));
    return values;
  }
}
