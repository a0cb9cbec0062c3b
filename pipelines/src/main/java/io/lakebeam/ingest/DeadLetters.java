package io.lakebeam.ingest;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.TableName;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The table of records that could not be decoded: where they stood, why, and their bytes. Keyed by
 * the position, so a record refused again is there once.
 */
final class DeadLetters {
  static final LakeTable TABLE =
      LakeTable.of(
              TableName.of("bronze", "dead_letters"),
              RowType.builder()
                  .field("source_partition", DataTypes.STRING().notNull())
                  .field("position", DataTypes.BIGINT().notNull())
                  .field("reason", DataTypes.STRING())
                  .field("record_ts", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
                  .field("key", DataTypes.BYTES())
                  .field("value", DataTypes.BYTES())
                  .build())
          .withPrimaryKey(List.of("source_partition", "position"));

  private final RowEncoder encoder;

  DeadLetters(Lake lake) {
    encoder = RowEncoder.of(lake, TABLE.name(), TABLE.type());
  }

  LakeRow letter(
      SourcePosition position,
      long recordMillis,
      String reason,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    return encoder.encode(
        GenericRow.of(
            BinaryString.fromString(position.partition()),
            position.offset(),
            BinaryString.fromString(reason),
            Timestamp.fromEpochMillis(recordMillis),
            key,
            value));
  }
}
