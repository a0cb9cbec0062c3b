package io.lakebeam.ingest;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.TableName;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/**
 * A source table and the three lake tables that its changes are written to.
 *
 * <ul>
 *   <li>bronze: every event as it came, keyed by its identity (key, epoch, LSN, operation);
 *   <li>silver current: the newest row per key, deleted rows as tombstones ({@code _deleted});
 *   <li>silver history: every version of every row, keyed by key and order, never changed.
 * </ul>
 *
 * @param topic where its changes come from
 * @param source the table in its source
 * @param bronze every event
 * @param current the table as it is
 * @param history the table as it was
 */
record CapturedTable(
    String topic, SourceTable source, LakeTable bronze, LakeTable current, LakeTable history)
    implements Serializable {
  private static final int BUCKETS = 2;
  static final List<String> ORDER = List.of("_epoch", "_commit_lsn", "_lsn");

  static CapturedTable of(String topic, SourceTable source, TableDefinition table) {
    if (!source.primaryKey().equals(table.key())) {
      throw new SourceException(
          "table %s: the project keys it by %s, the primary key of %s is %s"
              .formatted(table.name(), table.key(), source.qualifiedName(), source.primaryKey()));
    }
    if (!source.type().containsField(table.eventTime())) {
      throw new SourceException(
          "table %s: event-time names column '%s', %s has: %s"
              .formatted(
                  table.name(),
                  table.eventTime(),
                  source.qualifiedName(),
                  String.join(", ", source.type().getFieldNames())));
    }
    RowType silver = silverType(source);
    List<String> versionKey = new ArrayList<>(source.primaryKey());
    versionKey.addAll(ORDER);
    return new CapturedTable(
        topic,
        source,
        LakeTable.of(bronzeName(table.name()), bronzeType())
            .withPrimaryKey(List.of("key", "epoch", "lsn", "op"))
            .withBucketKey(List.of("key"))
            .withBuckets(BUCKETS),
        LakeTable.of(currentName(table.name()), silver)
            .withPrimaryKey(source.primaryKey())
            .withSequence(ORDER)
            .withBuckets(BUCKETS),
        LakeTable.of(historyName(table.name()), silver)
            .withPrimaryKey(versionKey)
            .withBucketKey(source.primaryKey())
            .withBuckets(BUCKETS));
  }

  static TableName bronzeName(String table) {
    return TableName.of("bronze", table);
  }

  static TableName currentName(String table) {
    return TableName.of("silver", table);
  }

  static TableName historyName(String table) {
    return TableName.of("silver", table + "_history");
  }

  List<LakeTable> lakeTables() {
    return List.of(bronze, current, history);
  }

  private static RowType bronzeType() {
    return RowType.builder()
        .field("key", DataTypes.STRING().notNull())
        .field("epoch", DataTypes.INT().notNull())
        .field("lsn", DataTypes.BIGINT().notNull())
        .field("op", DataTypes.STRING().notNull())
        .field("commit_lsn", DataTypes.BIGINT())
        .field("source_ts", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
        .field("source_partition", DataTypes.STRING())
        .field("position", DataTypes.BIGINT())
        .field("value", DataTypes.STRING())
        .build();
  }

  private static RowType silverType(SourceTable source) {
    RowType.Builder type = RowType.builder();
    for (DataField field : source.type().getFields()) {
      type.field(field.name(), field.type());
    }
    return type.field("_op", DataTypes.STRING())
        .field("_deleted", DataTypes.BOOLEAN())
        .field("_epoch", DataTypes.INT().notNull())
        .field("_commit_lsn", DataTypes.BIGINT().notNull())
        .field("_lsn", DataTypes.BIGINT().notNull())
        .field("_source_ts", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
        .build();
  }
}
