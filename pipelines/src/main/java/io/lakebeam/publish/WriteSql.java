package io.lakebeam.publish;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Makes rows of a database like the lake's: upserts those that are there, deletes those that are
 * not, in batches of one transaction each, in the order of their keys. By key, so that a batch that
 * is done again changes nothing.
 */
final class WriteSql extends DoFn<LakeRow, Void> {
  /** The namespace of its counters. */
  static final String METRICS = "io.lakebeam.publish";

  /** Counts rows that are there, changed or not. */
  static final String WRITTEN = "written";

  /** Counts rows that were there and are not any more. */
  static final String DELETED = "deleted";

  private static final long serialVersionUID = 1L;
  private static final int BATCH = 1_000;

  /** Of SQL's states: another transaction is in the way. */
  private static final List<String> WORTH_A_RETRY = List.of("40001", "40P01");

  private final SqlStatements statements;
  private final RowType type;
  private final Counter written = Metrics.counter(METRICS, WRITTEN);
  private final Counter deleted = Metrics.counter(METRICS, DELETED);
  private transient RowCodec codec;
  private transient List<SqlRow> batch;
  private transient @Nullable Connection connection;

  /**
   * Of rows that have the columns of {@code statements}, and then whether they are deleted.
   *
   * @param type theirs
   */
  WriteSql(SqlStatements statements, RowType type) {
    this.statements = statements;
    this.type = type;
  }

  @Setup
  public void setUp() {
    codec = RowCodec.of(type);
  }

  @StartBundle
  public void start() {
    batch = new ArrayList<>();
  }

  @ProcessElement
  public void write(@Element LakeRow element) throws SQLException {
    InternalRow row = codec.decode(element.row());
    int isDeleted = type.getFieldCount() - 1;
    batch.add(
        SqlRow.of(
            statements.columns(), row, !row.isNullAt(isDeleted) && row.getBoolean(isDeleted)));
    if (batch.size() == BATCH) {
      flush();
    }
  }

  @FinishBundle
  public void finish() throws SQLException {
    flush();
  }

  @Teardown
  public void tearDown() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }

  private void flush() throws SQLException {
    if (batch.isEmpty()) {
      return;
    }
    batch.sort(null);
    List<SqlRow> there = batch.stream().filter(row -> !row.isDeleted()).toList();
    List<SqlRow> gone = batch.stream().filter(SqlRow::isDeleted).toList();
    Failsafe.with(
            RetryPolicy.builder()
                .handleIf(WriteSql::isWorthARetry)
                .withBackoff(Duration.ofMillis(50), Duration.ofSeconds(2))
                .withMaxRetries(8)
                .build())
        .run(() -> transact(there, gone));
    written.inc(there.size());
    batch.clear();
  }

  private void transact(List<SqlRow> there, List<SqlRow> gone) throws SQLException {
    if (connection == null) {
      connection = statements.target().connect();
    }
    try {
      long unused = execute(statements.upsert(), there, SqlRow::setAll);
      if (statements.keys() != null) {
        unused = execute(statements.keys(), there, SqlRow::setKey);
      }
      long removed = execute(statements.delete(), gone, SqlRow::setKey);
      connection.commit();
      deleted.inc(removed);
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  /** How many rows that changed, where the driver says it. */
  private long execute(String sql, List<SqlRow> rows, Setter setter) throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (SqlRow row : rows) {
        setter.set(row, statements.columns(), statement);
        statement.addBatch();
      }
      return IntStream.of(statement.executeBatch()).filter(changed -> changed > 0).sum();
    }
  }

  private interface Setter {
    void set(SqlRow row, List<SqlColumn> columns, PreparedStatement statement) throws SQLException;
  }

  private static boolean isWorthARetry(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof SQLException sql && WORTH_A_RETRY.contains(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
