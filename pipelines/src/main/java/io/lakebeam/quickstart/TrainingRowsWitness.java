package io.lakebeam.quickstart;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Compares a training set with the data file it must give back, by a witness that shares no code
 * with the pipeline: DuckDB reads both files itself.
 *
 * <p>Rows are equal when the row number and every column are. Numbers are compared by value, as
 * 64-bit floating point and as decimals of twelve places, so that neither a large nor a long number
 * passes by rounding; everything else as text.
 */
final class TrainingRowsWitness {
  private final Path csv;
  private final Map<String, ColumnType> columns;
  private final long rows;

  /** A witness of the first {@code rows} rows of that file. */
  TrainingRowsWitness(Path csv, Map<String, ColumnType> columns, long rows) {
    this.csv = csv;
    this.columns = columns;
    this.rows = rows;
  }

  TrainingRows compare(Path parquet) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "set autoinstall_known_extensions = false; set memory_limit = '512MB'; set threads = 2");
      statement.execute("create table expected as " + expected());
      statement.execute("create table found as " + found(parquet));
      long expected = number(statement, "select count(*) from expected");
      long missing =
          number(statement, "select count(*) from (from expected except all from found)");
      long extra = number(statement, "select count(*) from (from found except all from expected)");
      return new TrainingRows(
          expected,
          expected - missing,
          extra,
          missing + extra == 0 ? "" : firstDifference(statement));
    }
  }

  private String expected() {
    return "select row, "
        + list((name, type) -> value(name, name, type))
        + " from (select row_number() over () - 1 as row, * from read_csv("
        + text(csv)
        + ", header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"') limit "
        + rows
        + ")";
  }

  private String found(Path parquet) {
    return "select cast(row as bigint) as row, "
        + list((name, type) -> value(name, name, type))
        + " from read_parquet("
        + text(parquet)
        + ")";
  }

  private static String value(String name, String as, ColumnType type) {
    String asText = "cast(" + quoted(name) + " as varchar)";
    return type.isNumeric()
        ? "cast("
            + asText
            + " as double) as "
            + quoted(as)
            + ", try_cast("
            + asText
            + " as decimal(38, 12)) as "
            + quoted(as + " exact")
        : asText + " as " + quoted(as);
  }

  private String list(BiFunction<String, ColumnType, String> part) {
    List<String> parts = new ArrayList<>();
    columns.forEach((name, type) -> parts.add(part.apply(name, type)));
    return String.join(", ", parts);
  }

  private String firstDifference(Statement statement) throws SQLException {
    String differs =
        columns.keySet().stream()
            .map(TrainingRowsWitness::differs)
            .collect(Collectors.joining(" or "));
    String join = " from expected e full join found f on e.row = f.row where ";
    try (ResultSet row =
        statement.executeQuery(
            "select coalesce(e.row, f.row), e.row, f.row, "
                + list(
                    (name, type) ->
                        "cast(e."
                            + quoted(name)
                            + " as varchar), cast(f."
                            + quoted(name)
                            + " as varchar), "
                            + differs(name))
                + join
                + "e.row is null or f.row is null or "
                + differs
                + " order by 1 limit 1")) {
      return row.next() ? describe(row) : "a row is there more than once";
    }
  }

  private String describe(ResultSet row) throws SQLException {
    String place = "row " + row.getLong(1);
    if (row.getObject(2) == null || row.getObject(3) == null) {
      return place
          + (row.getObject(2) == null
              ? " is not in the data file"
              : " is missing in the training set");
    }
    int at = 4;
    for (String column : columns.keySet()) {
      if (row.getBoolean(at + 2)) {
        return String.format(
            "%s: column '%s' is %s in the data file, %s in the training set",
            place, column, row.getString(at), row.getString(at + 1));
      }
      at += 3;
    }
    throw new IllegalStateException(place + " differs in no column");
  }

  private static String differs(String column) {
    return "e." + quoted(column) + " is distinct from f." + quoted(column);
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String text(Path file) {
    return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
  }
}
