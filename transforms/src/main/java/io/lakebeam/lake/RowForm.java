package io.lakebeam.lake;

import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;

/** What rows read are handed out as. */
interface RowForm<T> extends Serializable {

  /** Makes the forms of rows of {@code type}; used by one thread. */
  Maker<T> of(TableName table, RowType type);

  /** Makes one row's form; the row is only good until it returns. */
  interface Maker<T> {
    T make(SplitGroup from, InternalRow row);
  }

  /** The row's bytes. */
  static RowForm<LakeRow> encoded() {
    return (table, type) -> {
      RowCodec codec = RowCodec.of(type);
      return (from, row) -> new LakeRow(table, LakeRow.AS_READ, codec.encode(row));
    };
  }

  /** A Beam row. */
  static RowForm<Row> beam() {
    return (table, type) -> {
      BeamRows rows = BeamRows.of(table, type);
      return (from, row) -> rows.toBeam(row);
    };
  }

  /** The row's bytes and the snapshot that brought it. */
  static RowForm<TableChange> change() {
    return (table, type) -> {
      RowCodec codec = RowCodec.of(type);
      return (from, row) ->
          new TableChange(
              from.snapshot(),
              from.committed(),
              new LakeRow(table, LakeRow.AS_READ, codec.encode(row)));
    };
  }

  /** A Beam row of {@link #changeSchema}. */
  static RowForm<Row> beamChange() {
    return (table, type) -> {
      BeamRows rows = BeamRows.of(table, type);
      Schema schema = changeSchema(type);
      return (from, row) ->
          Row.withSchema(schema)
              .attachValues(
                  from.snapshot(),
                  java.time.Instant.ofEpochMilli(from.committed()),
                  row.getRowKind().shortString(),
                  rows.toBeam(row));
    };
  }

  /** What {@link #beamChange} makes. */
  static Schema changeSchema(RowType type) {
    return Schema.builder()
        .addInt64Field("snapshot")
        .addLogicalTypeField("committed", Timestamp.MILLIS)
        .addStringField("kind")
        .addRowField("row", BeamSchemas.toBeam(type))
        .build();
  }
}
