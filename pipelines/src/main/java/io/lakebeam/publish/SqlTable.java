package io.lakebeam.publish;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The table that an output is in a database: made, and changed as its columns ask. */
final class SqlTable {
  private final String output;
  private final SqlTarget target;
  private final List<SqlColumn> columns;
  private final SqlDialect dialect;

  SqlTable(String output, SqlTarget target, List<SqlColumn> columns) {
    this.output = output;
    this.target = target;
    this.columns = columns;
    this.dialect = target.dialect();
  }

  /** Whether it is there. */
  boolean exists(Connection connection) throws SQLException {
    return !found(connection).isEmpty();
  }

  /** Whether it has rows. */
  boolean hasRows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM " + target.quoted() + " LIMIT 1")) {
      return row.next();
    }
  }

  /**
   * Makes it, or gives it what it lacks: columns, and wider types. What it has beside that stays.
   *
   * @throws PublishException if it has another key, or a column that cannot follow; nothing is
   *     changed then
   */
  void createOrEvolve(Connection connection) throws SQLException {
    Map<String, SqlType> found = found(connection);
    List<String> statements =
        found.isEmpty() ? List.of(create(target.quoted(), columns)) : changes(connection, found);
    try (Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
    connection.commit();
  }

  /** Makes a table with the key alone. */
  String createOfKeys(String name) {
    return create(target.quoted(name), columns.stream().filter(SqlColumn::isKey).toList());
  }

  private String create(String name, List<SqlColumn> its) {
    String definitions =
        its.stream()
            .map(column -> definition(column) + (column.isKey() ? " NOT NULL" : ""))
            .collect(Collectors.joining(", "));
    return "CREATE TABLE %s (%s, PRIMARY KEY (%s))"
        .formatted(name, definitions, SqlDialect.list(names(true)));
  }

  private String definition(SqlColumn column) {
    return dialect.quoted(column.name()) + " " + dialect.name(column.type(), column.isKey());
  }

  /** The quoted names of all columns, or of the key's. */
  List<String> names(boolean ofKey) {
    return columns.stream()
        .filter(column -> column.isKey() || !ofKey)
        .map(column -> dialect.quoted(column.name()))
        .toList();
  }

  private List<String> changes(Connection connection, Map<String, SqlType> found)
      throws SQLException {
    requireKey(connection);
    List<String> changes = new ArrayList<>();
    for (SqlColumn column : columns) {
      SqlType there = found.get(column.name());
      if (there == null) {
        changes.add("ADD COLUMN " + definition(column));
      } else if (!there.holds(column.type())) {
        String type = dialect.name(wider(column, there), column.isKey());
        changes.add(dialect.retype(dialect.quoted(column.name()), type, column.isKey()));
      }
    }
    return changes.isEmpty()
        ? List.of()
        : List.of("ALTER TABLE %s %s".formatted(target.quoted(), String.join(", ", changes)));
  }

  private SqlType wider(SqlColumn column, SqlType there) {
    @Nullable SqlType wider = there.with(column.type());
    if (wider == null || !wider.holds(column.type())) {
      throw new PublishException(
          "output %s: column '%s' of %s is a %s there, and the lake has %s; change it there to %s, or leave it out under columns"
              .formatted(
                  output,
                  column.name(),
                  target,
                  there.kind().name().toLowerCase(Locale.ROOT),
                  column.of().asSQLString(),
                  dialect.name(column.type(), column.isKey())));
    }
    return wider;
  }

  private void requireKey(Connection connection) throws SQLException {
    Set<String> key = new TreeSet<>();
    try (ResultSet rows =
        connection
            .getMetaData()
            .getPrimaryKeys(catalog(connection), schema(connection), target.table())) {
      while (rows.next()) {
        key.add(rows.getString("COLUMN_NAME"));
      }
    }
    Set<String> wanted =
        columns.stream()
            .filter(SqlColumn::isKey)
            .map(SqlColumn::name)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!key.equals(wanted)) {
      throw new PublishException(
          "output %s: %s has the primary key %s; it must be that of the lake's table: %s"
              .formatted(output, target, key, wanted));
    }
  }

  private Map<String, SqlType> found(Connection connection) throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    Map<String, SqlType> found = new LinkedHashMap<>();
    try (ResultSet rows =
        metadata.getColumns(
            catalog(connection), schema(connection), escaped(metadata, target.table()), null)) {
      while (rows.next()) {
        long size = rows.getLong("COLUMN_SIZE");
        found.put(
            rows.getString("COLUMN_NAME"),
            dialect.found(
                rows.getInt("DATA_TYPE"),
                rows.getString("TYPE_NAME").toLowerCase(Locale.ROOT),
                (int) Math.min(Integer.MAX_VALUE, size),
                rows.getInt("DECIMAL_DIGITS")));
      }
    }
    return found;
  }

  /** MariaDB's catalogs are what others call schemas. */
  private @Nullable String catalog(Connection connection) throws SQLException {
    return dialect == SqlDialect.MARIADB && !target.schema().isEmpty()
        ? target.schema()
        : connection.getCatalog();
  }

  private @Nullable String schema(Connection connection) throws SQLException {
    if (dialect == SqlDialect.MARIADB) {
      return null;
    }
    return target.schema().isEmpty()
        ? connection.getSchema()
        : escaped(connection.getMetaData(), target.schema());
  }

  /** A name where a pattern is taken. */
  private static String escaped(DatabaseMetaData metadata, String name) throws SQLException {
    return name.replace("_", metadata.getSearchStringEscape() + "_");
  }
}
