package io.lakebeam.pull;

import io.lakebeam.file.FileColumn;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table of a database, connected to, and which of its columns are the wanted ones. */
final class JdbcTable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcTable.class);
  private static final int TOLD = 40;

  private final JdbcAccess access;
  private final Connection connection;
  private final String quote;
  private final String name;
  private final List<JdbcColumn> columns;

  private JdbcTable(JdbcAccess access, Connection connection, List<FileColumn> wanted)
      throws SQLException {
    this.access = access;
    this.connection = connection;
    String found = connection.getMetaData().getIdentifierQuoteString();
    this.quote = found == null || found.isBlank() ? "" : found;
    this.name =
        Arrays.stream(access.table().split("\\.", -1))
            .map(this::quoted)
            .collect(Collectors.joining("."));
    this.columns = columns(wanted);
  }

  /**
   * Connects, and looks at the columns.
   *
   * @throws PullException if the table or a column is not there
   */
  static JdbcTable open(JdbcAccess access, List<FileColumn> wanted) {
    Connection connection = access.connect();
    try {
      return new JdbcTable(access, connection, wanted);
    } catch (SQLException e) {
      close(connection);
      throw access.failure("cannot be looked at", e);
    } catch (RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  private List<JdbcColumn> columns(List<FileColumn> wanted) throws SQLException {
    try (PreparedStatement look =
            connection.prepareStatement("SELECT * FROM " + name + " WHERE 1 = 0");
        ResultSet nothing = look.executeQuery()) {
      ResultSetMetaData found = nothing.getMetaData();
      List<JdbcColumn> all = new ArrayList<>();
      for (FileColumn column : wanted) {
        all.add(column(column, found));
      }
      return all;
    } catch (SQLException e) {
      throw missing(e);
    }
  }

  private JdbcColumn column(FileColumn wanted, ResultSetMetaData found) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= found.getColumnCount(); i++) {
      names.add(found.getColumnName(i));
    }
    int exact = names.indexOf(wanted.title());
    int at =
        exact >= 0
            ? exact
            : IntStream.range(0, names.size())
                .filter(i -> names.get(i).equalsIgnoreCase(wanted.title()))
                .findFirst()
                .orElse(-1);
    if (at < 0) {
      throw new PullException(
          "source %s: %s has no column '%s'; found: %s. What the database calls it is said by {type: ..., title: ...}"
              .formatted(
                  access.source(), access.table(), wanted.title(), String.join(", ", names)));
    }
    JdbcColumn column = JdbcColumn.of(wanted, found, at + 1, access.isInUtc());
    requireZone(column);
    return column;
  }

  private void requireZone(JdbcColumn column) {
    if (column.isInstant() && column.column().type().equals("timestamp")) {
      throw new PullException(
          "source %s: column '%s' of %s is a %s, a time with a zone; declare it as timestamptz"
              .formatted(access.source(), column.name(), access.table(), column.typeName()));
    }
  }

  /** A table that is not there is told with those that are. */
  private PullException missing(SQLException e) {
    PullException plain = access.failure("cannot be read", e);
    if (plain.isWorthRetry()) {
      return plain;
    }
    List<String> tables = tables();
    return new PullException(
        plain.getMessage()
            + (tables.isEmpty()
                ? "; no table is seen by this user"
                : "; tables that this user sees: " + String.join(", ", tables)),
        e);
  }

  private List<String> tables() {
    try {
      connection.rollback();
      TreeSet<String> names = new TreeSet<>();
      DatabaseMetaData data = connection.getMetaData();
      try (ResultSet found =
          data.getTables(
              connection.getCatalog(), null, "%", new String[] {"TABLE", "BASE TABLE", "VIEW"})) {
        while (found.next()) {
          String schema = found.getString("TABLE_SCHEM");
          names.add((schema == null ? "" : schema + ".") + found.getString("TABLE_NAME"));
        }
      }
      return names.stream().limit(TOLD).toList();
    } catch (SQLException e) {
      return List.of();
    }
  }

  /** The column of a table's column. */
  JdbcColumn column(String wanted) {
    return columns.stream()
        .filter(column -> column.column().name().equals(wanted))
        .findFirst()
        .orElseThrow();
  }

  List<JdbcColumn> columns() {
    return columns;
  }

  String quoted(String part) {
    return quote + part.replace(quote.isEmpty() ? "\0" : quote, quote + quote) + quote;
  }

  /** From which all statements read. */
  String name() {
    return name;
  }

  /** A query that streams its rows. */
  PreparedStatement query(String sql, List<Object> values) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    try {
      statement.setFetchSize(access.streaming());
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, bound(values.get(i)));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** As drivers take them. */
  private Object bound(Object value) {
    if (!(value instanceof Instant instant)) {
      return value;
    }
    return access.isInUtc()
        ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
        : instant.atOffset(ZoneOffset.UTC);
  }

  /** The first whole number of a query. */
  Optional<Long> number(String sql, List<Object> values) throws SQLException {
    try (PreparedStatement statement = query(sql, values);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      long number = row.getLong(1);
      return row.wasNull() ? Optional.empty() : Optional.of(number);
    }
  }

  /** The first value of a query, as texts of that column are. */
  @Nullable String text(String sql, JdbcColumn like) throws SQLException {
    try (PreparedStatement statement = query(sql, List.of());
        ResultSet row = statement.executeQuery()) {
      return row.next() ? like.text(row, 1) : null;
    }
  }

  /** How a query is told to skip rows and to end after one. */
  String oneAfter(long rows) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    boolean isStandard =
        List.of("oracle", "sql server", "db2", "derby").stream().anyMatch(product::contains);
    return (isStandard ? " OFFSET %d ROWS FETCH NEXT 1 ROWS ONLY" : " LIMIT 1 OFFSET %d")
        .formatted(rows);
  }

  @Override
  public void close() {
    close(connection);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It only read.
      LOG.debug("A connection could not be closed", e);
    }
  }
}
