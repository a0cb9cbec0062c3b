package io.lakebeam.ingest;

import io.lakebeam.change.Change;
import io.lakebeam.change.ChangeException;
import io.lakebeam.change.DebeziumJson;
import io.lakebeam.change.Operation;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.source.SourceColumn;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The rows of one table's changes. */
final class TableRows {
  /** Of an event that is about all keys. */
  private static final byte[] NO_KEY = {};

  private static final Map<Operation, BinaryString> CODES = new EnumMap<>(Operation.class);

  static {
    for (Operation operation : Operation.values()) {
      CODES.put(operation, BinaryString.fromString(operation.code()));
    }
  }

  private final Lake lake;
  private final int epoch;
  private final CapturedTable table;
  private final DebeziumJson json;
  private final @Nullable RowEncoder bronze;
  private final RowEncoder current;
  private final @Nullable RowEncoder history;
  private final int columns;
  private final boolean currentAlone;
  private final boolean sharesBytes;
  private @Nullable Truncations truncations;

  TableRows(Lake lake, int epoch, CapturedTable table) {
    this.lake = lake;
    this.epoch = epoch;
    this.table = table;
    this.json = DebeziumJson.of(table.source().type(), table.source().forms());
    this.currentAlone = table.lakeTables().equals(List.of(table.current()));
    this.bronze = currentAlone ? null : encoder(lake, table.bronze());
    this.current = encoder(lake, table.current());
    this.history = currentAlone ? null : encoder(lake, table.history());
    this.sharesBytes = !currentAlone && history.sharesBytesWith(current);
    this.columns = table.source().columns().size();
  }

  List<LakeRow> of(SourcePosition position, KV<byte[], byte[]> event) {
    Change change = json.decode(event.getValue());
    if (change.operation() == Operation.TRUNCATE) {
      return truncation(position, event, change);
    }
    GenericRow version = silver(change);
    if (currentAlone) {
      return List.of(current.encode(version));
    }
    LakeRow newest = current.encode(version);
    return List.of(
        bronze.encode(bronze(position, event, change)),
        sharesBytes ? history.encoded(newest.row()) : history.encode(version),
        newest);
  }

  private List<LakeRow> truncation(
      SourcePosition position, KV<byte[], byte[]> event, Change change) {
    if (truncations == null) {
      truncations = Truncations.in(lake);
    }
    LakeRow row = truncations.row(table.current().name().table(), epoch, change, position);
    return currentAlone
        ? List.of(row)
        : List.of(bronze.encode(bronze(position, KV.of(NO_KEY, event.getValue()), change)), row);
  }

  private static RowEncoder encoder(Lake lake, LakeTable table) {
    return RowEncoder.of(lake, table.name(), table.type());
  }

  private GenericRow bronze(SourcePosition position, KV<byte[], byte[]> event, Change change) {
    if (event.getKey() == null) {
      throw new ChangeException("the event has no key");
    }
    return GenericRow.of(
        BinaryString.fromBytes(event.getKey()),
        epoch,
        change.lsn(),
        CODES.get(change.operation()),
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
    row.setField(columns, CODES.get(change.operation()));
    row.setField(columns + 1, change.operation() == Operation.DELETE);
    row.setField(columns + 2, epoch);
    row.setField(columns + 3, change.commitLsn());
    row.setField(columns + 4, change.lsn());
    row.setField(columns + 5, Timestamp.fromEpochMillis(change.sourceMillis()));
    return row;
  }
}
