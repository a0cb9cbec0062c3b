package io.lakebeam.bench.sql;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/**
 * Payments of 98 cities as an ingest leaves them, six columns beside those of the change: loaded,
 * then changed twice. Each change is one commit that updates every 50th row and deletes every
 * 200th. Every value follows from the row's number and version, so that the same rows can be made
 * in another engine.
 */
final class PaymentTable {
  static final TableName NAME = TableName.of("silver", "payment");
  static final String AGGREGATE =
      "SELECT city, count(*) AS n, sum(amount) AS amount, avg(score) AS score,"
          + " max(updated_at) AS latest FROM %s GROUP BY city ORDER BY city";

  private static final int BUCKETS = 2;
  private static final int UPDATED_OF = 50;
  private static final int DELETED_OF = 200;

  /** Odd and not a multiple of 5: with it every row of a power of ten comes once, in no order. */
  private static final long STRIDE = 7_654_321;

  private static final RowType TYPE =
      ChangeColumns.addTo(
          RowType.builder()
              .field("id", DataTypes.BIGINT().notNull())
              .field("city", DataTypes.STRING())
              .field("amount", DataTypes.DECIMAL(12, 2))
              .field("score", DataTypes.DOUBLE())
              .field("quantity", DataTypes.INT())
              .field("updated_at", DataTypes.TIMESTAMP(6))
              .build());

  private final Lake lake;
  private final long rows;
  private final RowEncoder encoder;

  private PaymentTable(Lake lake, long rows) {
    this.lake = lake;
    this.rows = rows;
    this.encoder = RowEncoder.of(lake, NAME, TYPE);
  }

  /**
   * Makes and loads it.
   *
   * @param commits in how many commits
   * @param isShuffled whether rows come in no order, so that all files overlap
   */
  static PaymentTable load(Lake lake, long rows, int commits, boolean isShuffled) {
    lake.create(
        LakeTable.of(NAME, TYPE)
            .withPrimaryKey(List.of("id"))
            .withSequence(ChangeColumns.ORDER)
            .withBuckets(BUCKETS));
    PaymentTable table = new PaymentTable(lake, rows);
    LongUnaryOperator id = isShuffled ? at -> at * STRIDE % rows : at -> at;
    for (int commit = 0; commit < commits; commit++) {
      try (RowBatch batch = RowBatch.in(lake)) {
        for (long at = rows * commit / commits; at < rows * (commit + 1) / commits; at++) {
          batch.write(table.encoder.encode(row(id.applyAsLong(at), 0)));
        }
        batch.commit();
      }
    }
    return table;
  }

  /** Updates and deletes in one commit; {@code version} is 1, then 2. */
  void change(int version) {
    try (RowBatch batch = RowBatch.in(lake)) {
      for (long id = version; id < rows; id += UPDATED_OF) {
        batch.write(encoder.encode(row(id, version)));
      }
      for (long id = 10L + version; id < rows; id += DELETED_OF) {
        batch.write(encoder.encode(deletion(id, version)));
      }
      batch.commit();
    }
  }

  /** Writes the rows that are there after {@code version} changes to a Parquet file. */
  void writePlain(Path parquet, int version) throws SQLException {
    String updated = "id %% %d".formatted(UPDATED_OF);
    String deleted = "id %% %d".formatted(DELETED_OF);
    String of =
        "CASE WHEN %s BETWEEN 1 AND %d THEN %s ELSE 0 END".formatted(updated, version, updated);
    String there = "NOT (%s BETWEEN 11 AND %d)".formatted(deleted, 10 + version);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          """
          COPY (
            SELECT id, 'city ' || id * 31 %% 98 AS city,
                ((id * 7919 + v) %% 1000000 / 100::DECIMAL(12, 2))::DECIMAL(12, 2) AS amount,
                (id * 13 + v) %% 4000 / 4.0::DOUBLE AS score, (id %% 100)::INTEGER AS quantity,
                make_timestamp(id * 1000000 + v) AS updated_at
            FROM (SELECT range AS id, %s AS v FROM range(%d)) WHERE %s
          ) TO '%s' (FORMAT parquet)
          """
              .formatted(of.replace("id", "range"), rows, there, parquet));
    }
  }

  private static GenericRow row(long id, int version) {
    GenericRow row = keyed(id, version, "c", false);
    row.setField(1, BinaryString.fromString("city " + id * 31 % 98));
    row.setField(2, Decimal.fromUnscaledLong((id * 7919 + version) % 1_000_000, 12, 2));
    row.setField(3, (id * 13 + version) % 4_000 / 4.0);
    row.setField(4, (int) (id % 100));
    row.setField(5, Timestamp.fromMicros(id * 1_000_000 + version));
    return row;
  }

  private static GenericRow deletion(long id, int version) {
    return keyed(id, version, "d", true);
  }

  private static GenericRow keyed(long id, int version, String operation, boolean isDeleted) {
    GenericRow row = new GenericRow(TYPE.getFieldCount());
    row.setField(0, id);
    row.setField(6, BinaryString.fromString(operation));
    row.setField(7, isDeleted);
    row.setField(8, 1);
    row.setField(9, (long) version);
    row.setField(10, version * 1_000_000_000L + id);
    row.setField(11, Timestamp.fromEpochMillis(version));
    return row;
  }
}
