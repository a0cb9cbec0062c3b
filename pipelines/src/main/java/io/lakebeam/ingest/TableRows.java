package io.lakebeam.ingest;

import io.lakebeam.change.Change;
import io.lakebeam.change.ChangeException;
import io.lakebeam.change.DebeziumJson;
import io.lakebeam.change.Operation;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.source.SourceColumn;
import java.util.List;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;

/** The rows of one table's changes. */
final class TableRows {
  private final int epoch;
  private final CapturedTable table;
  private final DebeziumJson json;
  private final RowCodec bronze;
  private final RowCodec silver;
  private final int columns;
  private final boolean currentAlone;

  TableRows(int epoch, CapturedTable table) {
    this.epoch = epoch;
    this.table = table;
    this.json = DebeziumJson.of(table.source().type());
    this.bronze = RowCodec.of(table.bronze().type());
    this.silver = RowCodec.of(table.current().type());
    this.columns = table.source().columns().size();
    this.currentAlone = table.lakeTables().equals(List.of(table.current()));
  }

  List<LakeRow> of(SourcePosition position, KV<byte[], byte[]> event) {
    Change change = json.decode(event.getValue());
    LakeRow row = new LakeRow(table.current().name(), silver.encode(silver(change)));
    if (currentAlone) {
      return List.of(row);
    }
    return List.of(
        new LakeRow(table.bronze().name(), bronze.encode(bronze(position, event, change))),
        new LakeRow(table.history().name(), row.row()),
        row);
  }

  private GenericRow bronze(SourcePosition position, KV<byte[], byte[]> event, Change change) {
    if (event.getKey() == null) {
      throw new ChangeException("the event has no key");
    }
    return GenericRow.of(
        BinaryString.fromBytes(event.getKey()),
        epoch,
        change.lsn(),
        BinaryString.fromString(change.operation().code()),
        change.commitLsn(),
        Timestamp.fromEpochMillis(change.sourceMillis()),
        BinaryString.fromString(position.partition()),
        position.offset(),
        BinaryString.fromBytes(event.getValue()));
  }

  private GenericRow silver(Change change) {
    GenericRow row = new GenericRow(columns + 6);
    for (int i = 0; i < columns; i++) {
      SourceColumn column = table.source().columns().get(i);
      row.setField(i, change.row().getField(i));
      if (!column.lakeType().isNullable() && row.isNullAt(i)) {
        throw new ChangeException("key column '%s' is null".formatted(column.name()));
      }
    }
    row.setField(columns, BinaryString.fromString(change.operation().code()));
    row.setField(columns + 1, change.operation() == Operation.DELETE);
    row.setField(columns + 2, epoch);
    row.setField(columns + 3, change.commitLsn());
    row.setField(columns + 4, change.lsn());
    row.setField(columns + 5, Timestamp.fromEpochMillis(change.sourceMillis()));
    return row;
  }
}
