package io.lakebeam.quickstart;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Puts a checked CSV file into a new table of the source, and makes the source's own tables from
 * it.
 *
 * <p>Table and setup are one transaction: the source has either all of it or nothing. The table has
 * the column {@code row} (the row's number in the file, from 0) and the file's columns.
 */
final class SourceLoad {
  private final ExampleFolder example;
  private final CheckedCsv csv;
  private final Map<String, Long> numbers;

  SourceLoad(ExampleFolder example, CheckedCsv csv, Map<String, Long> numbers) {
    this.example = example;
    this.csv = csv;
    this.numbers = numbers;
  }

  /** Loads the first {@code rows} rows and returns their number. */
  long into(SourceDatabase source, long rows) throws SQLException {
    ExampleScript script = example.script();
    try (Connection connection = source.connect("lakebeam load");
        Statement statement = connection.createStatement()) {
      List<String> header = csv.header();
      statement.execute(create(script.data().table(), header));
      long loaded = copy(connection, copyStatement(script.data().table(), header), rows);
      runSetup(statement, script.setup());
      connection.commit();
      return loaded;
    }
  }

  private void runSetup(Statement statement, String file) {
    try {
      statement.execute(SqlText.with(example.sql(file), numbers));
    } catch (SQLException e) {
      throw new QuickstartException(file + ": " + e.getMessage(), e);
    }
  }

  private String create(String table, List<String> header) {
    String schema = table.substring(0, table.indexOf('.'));
    String columns =
        header.stream()
            .map(
                name -> ", " + quoted(name) + " " + csv.columns().get(name).sqlName() + " not null")
            .collect(Collectors.joining());
    return "create schema if not exists "
        + schema
        + "; create table "
        + table
        + " (row bigint primary key"
        + columns
        + ")";
  }

  private static String copyStatement(String table, List<String> header) {
    String columns = header.stream().map(SourceLoad::quoted).collect(Collectors.joining(", "));
    return "copy " + table + " (row, " + columns + ") from stdin with (format csv)";
  }

  private long copy(Connection connection, String statement, long rows) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    try (Writer writer =
        new OutputStreamWriter(
            new PGCopyOutputStream(postgres, statement, 1 << 16), StandardCharsets.UTF_8)) {
      return csv.forEachRow(rows, (number, values) -> write(writer, line(number, values)));
    } catch (IOException e) {
      throw notStored(e);
    }
  }

  private static void write(Writer writer, String line) {
    try {
      writer.write(line);
    } catch (IOException e) {
      throw notStored(e);
    }
  }

  private static QuickstartException notStored(IOException e) {
    return new QuickstartException("the source database refused the data: " + e.getMessage(), e);
  }

  private static String line(long number, List<String> values) {
    return values.stream()
        .map(SourceLoad::quoted)
        .collect(Collectors.joining(",", number + ",", "\n"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
