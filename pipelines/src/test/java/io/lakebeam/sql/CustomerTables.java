package io.lakebeam.sql;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import java.math.BigDecimal;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/** A table of customers and its history, as an ingest would leave them. */
final class CustomerTables {
  private static final RowType SOURCE =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("name", DataTypes.STRING())
          .field("age", DataTypes.INT())
          .field("paid", DataTypes.DECIMAL(12, 2))
          .field("huge", DataTypes.DECIMAL(38, 10))
          .field("ratio", DataTypes.DOUBLE())
          .field("part", DataTypes.FLOAT())
          .field("open", DataTypes.BOOLEAN())
          .field("born", DataTypes.DATE())
          .field("seen", DataTypes.TIMESTAMP(6))
          .field("updated_at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
          .field("raw", DataTypes.BYTES())
          .build();
  static final RowType TYPE = ChangeColumns.addTo(SOURCE);
  static final TableName CURRENT = TableName.of("silver", "customer");
  static final TableName HISTORY = TableName.of("silver", "customer_history");

  private final Lake lake;

  private CustomerTables(Lake lake) {
    this.lake = lake;
  }

  /** Makes both, empty. */
  static CustomerTables in(Lake lake) {
    lake.create(
        LakeTable.of(CURRENT, TYPE)
            .withPrimaryKey(List.of("id"))
            .withSequence(ChangeColumns.ORDER)
            .withBuckets(2));
    lake.create(
        LakeTable.of(HISTORY, TYPE)
            .withPrimaryKey(List.of("id", "_epoch", "_commit_lsn", "_lsn"))
            .withBucketKey(List.of("id")));
    return new CustomerTables(lake);
  }

  /** Writes versions to both. */
  void commit(GenericRow... versions) {
    try (RowBatch batch = RowBatch.in(lake)) {
      for (TableName table : List.of(CURRENT, HISTORY)) {
        RowEncoder encoder = RowEncoder.of(lake, table, TYPE);
        for (GenericRow version : versions) {
          batch.write(encoder.encode(version));
        }
      }
      batch.commit();
    }
  }

  /** A TRUNCATE that is in the lake and not settled. */
  void keepTruncation(long lsn) {
    TableName name = TableName.of("lakebeam", "truncations");
    RowType type =
        RowType.builder()
            .field("table_name", DataTypes.STRING().notNull())
            .field("epoch", DataTypes.INT().notNull())
            .field("commit_lsn", DataTypes.BIGINT().notNull())
            .field("lsn", DataTypes.BIGINT().notNull())
            .field("source_ts", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
            .field("source_partition", DataTypes.STRING())
            .field("position", DataTypes.BIGINT())
            .field("settled", DataTypes.INT().notNull())
            .build();
    lake.create(
        LakeTable.of(name, type)
            .withPrimaryKey(List.of("table_name", "epoch", "commit_lsn", "lsn"))
            .withSequence(List.of("settled")));
    try (RowBatch batch = RowBatch.in(lake)) {
      BinaryString table = BinaryString.fromString("customer");
      batch.write(
          RowEncoder.of(lake, name, type)
              .encode(GenericRow.of(table, 1, 0L, lsn, at(lsn), null, null, 0)));
      batch.commit();
    }
  }

  static GenericRow row(long id, String name, long lsn) {
    return GenericRow.of(
        id,
        name == null ? null : BinaryString.fromString(name),
        41,
        Decimal.fromBigDecimal(new BigDecimal("12.34"), 12, 2),
        Decimal.fromBigDecimal(new BigDecimal("-1234567890123456789012345678.0000000001"), 38, 10),
        -0.0,
        1.5f,
        id % 2 == 0,
        -1,
        Timestamp.fromMicros(-1),
        at(lsn),
        new byte[] {0, -1, 10},
        BinaryString.fromString("c"),
        false,
        1,
        0L,
        lsn,
        at(lsn));
  }

  static GenericRow extremes(long id, long lsn) {
    GenericRow row = row(id, null, lsn);
    row.setField(5, Double.NaN);
    row.setField(6, Float.NEGATIVE_INFINITY);
    row.setField(8, -719_162);
    row.setField(9, Timestamp.fromMicros(-62_135_596_800_000_000L));
    row.setField(10, Timestamp.fromMicros(253_402_300_799_999_999L));
    row.setField(11, new byte[0]);
    return row;
  }

  static GenericRow deletion(long id, long lsn) {
    GenericRow row = new GenericRow(TYPE.getFieldCount());
    row.setField(0, id);
    GenericRow there = row(id, null, lsn);
    for (int i = SOURCE.getFieldCount(); i < TYPE.getFieldCount(); i++) {
      row.setField(i, there.getField(i));
    }
    row.setField(SOURCE.getFieldCount(), BinaryString.fromString("d"));
    row.setField(SOURCE.getFieldCount() + 1, true);
    return row;
  }

  private static Timestamp at(long second) {
    return Timestamp.fromEpochMillis(second * 1_000);
  }
}
