package io.lakebeam.source;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.paimon.types.DataType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Streams a table's rows as plain Java values. */
final class SourceRows {
  private static final int FETCH_ROWS = 10_000;

  private final Connection connection;
  private final SourceTable table;

  SourceRows(Connection connection, SourceTable table) {
    this.connection = connection;
    this.table = table;
  }

  void forEach(Consumer<List<Object>> use) throws SQLException {
    // Without a transaction the driver would read the whole table into memory.
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL intervalstyle = 'iso_8601'");
      statement.execute("SET LOCAL TimeZone = 'UTC'");
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = statement.executeQuery(query())) {
        while (rows.next()) {
          use.accept(row(rows));
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private String query() {
    return table.columns().stream()
        .map(
            column ->
                column.type().equals("money")
                    ? quoted(column.name()) + "::numeric"
                    : quoted(column.name()))
        .collect(
            Collectors.joining(
                ", ", "SELECT ", " FROM " + quoted(table.schema()) + "." + quoted(table.name())));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private List<Object> row(ResultSet rows) throws SQLException {
    List<Object> values = new ArrayList<>(table.columns().size());
    for (int i = 0; i < table.columns().size(); i++) {
      values.add(value(rows, i + 1, table.columns().get(i).lakeType()));
    }
    return values;
  }

  private static @Nullable Object value(ResultSet rows, int column, DataType type)
      throws SQLException {
    Object value =
        switch (type.getTypeRoot()) {
          case INTEGER -> rows.getInt(column);
          case BIGINT -> rows.getLong(column);
          case FLOAT -> rows.getFloat(column);
          case DOUBLE -> rows.getDouble(column);
          case BOOLEAN -> rows.getBoolean(column);
          case DECIMAL -> rows.getBigDecimal(column);
          case DATE -> rows.getObject(column, LocalDate.class);
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
            OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
            yield time == null ? null : time.toInstant();
          }
          case TIMESTAMP_WITHOUT_TIME_ZONE -> {
            LocalDateTime time = rows.getObject(column, LocalDateTime.class);
            yield time == null ? null : time.toInstant(ZoneOffset.UTC);
          }
          case VARBINARY -> {
            byte[] bytes = rows.getBytes(column);
            yield bytes == null ? null : ByteBuffer.wrap(bytes);
          }
          default -> rows.getString(column);
        };
    return rows.wasNull() ? null : value;
  }
}
