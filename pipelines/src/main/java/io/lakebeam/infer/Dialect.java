package io.lakebeam.infer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.file.FileLayout;
import io.lakebeam.sql.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How a CSV file's fields are parted, as DuckDB's sniffer finds it. Types are not asked of it: it
 * takes more for a number or a time than an ingest does, and does not say where a column ceased to
 * be one.
 */
final class Dialect {
  private Dialect() {}

  /**
   * The layout with separator, quote and header as they are found; as it is where none is.
   *
   * @param begin the begin of a file
   */
  static FileLayout of(String begin, FileLayout usual) throws IOException {
    Path file = Files.createTempFile("lakebeam-", ".csv");
    try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = engine.createStatement()) {
      Files.writeString(file, wholeLines(begin), UTF_8);
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET autoload_known_extensions = false");
      try (ResultSet found =
          statement.executeQuery(
              "SELECT Delimiter, Quote, HasHeader FROM sniff_csv(%s, ignore_errors = true)"
                  .formatted(Quoted.text(file.toString())))) {
        return found.next() ? of(found, usual) : usual;
      }
    } catch (SQLException e) {
      // A file of one column, say, or of nothing that it knows.
      return usual;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static FileLayout of(ResultSet found, FileLayout usual) throws SQLException {
    String separator = found.getString(1);
    String quote = found.getString(2);
    boolean isOne = separator != null && separator.length() == 1 && separator.charAt(0) < 128;
    boolean isQuote = quote != null && quote.length() == 1 && quote.charAt(0) > ' ';
    return usual
        .withSeparators(
            isOne ? separator.charAt(0) : usual.separator(),
            isQuote ? quote.charAt(0) : usual.quote())
        .withHeader(found.getBoolean(3) ? FileLayout.Header.FIRST : FileLayout.Header.NONE);
  }

  /** What was cut from a file ends within a line, which would be one that is wrong. */
  private static String wholeLines(String begin) {
    int end = begin.lastIndexOf('\n');
    return end < 0 ? begin : begin.substring(0, end + 1);
  }
}
