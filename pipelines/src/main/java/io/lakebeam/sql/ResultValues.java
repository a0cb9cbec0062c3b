package io.lakebeam.sql;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The values of a result as {@code show} writes them. */
final class ResultValues {
  private final ResultSet result;
  private final List<String> names = new ArrayList<>();
  private final List<String> types = new ArrayList<>();

  ResultValues(ResultSet result) throws SQLException {
    this.result = result;
    ResultSetMetaData columns = result.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(differing(columns.getColumnLabel(i)));
      types.add(columns.getColumnTypeName(i));
    }
  }

  List<String> names() {
    return List.copyOf(names);
  }

  /** The values of the row at which the result stands. */
  List<@Nullable Object> row() throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      values.add(result.getObject(i + 1) == null ? null : value(i + 1, types.get(i)));
    }
    return values;
  }

  private Object value(int column, String type) throws SQLException {
    if (type.startsWith("DECIMAL")) {
      return result.getObject(column, BigDecimal.class).toPlainString();
    }
    return switch (type) {
      case "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE" ->
          result.getObject(column);
      case "DATE" -> result.getObject(column, LocalDate.class).toString();
      case "TIMESTAMP" -> result.getObject(column, LocalDateTime.class).toString();
      case "TIMESTAMP WITH TIME ZONE" ->
          result.getObject(column, OffsetDateTime.class).toInstant().toString();
      case "BLOB" -> HexFormat.of().formatHex(result.getBytes(column));
      default -> result.getString(column);
    };
  }

  private String differing(String label) {
    String name = label;
    for (int i = 1; names.contains(name); i++) {
      name = label + "_" + i;
    }
    return name;
  }
}
