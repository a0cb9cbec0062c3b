package io.lakebeam.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The publication of the captured tables. The connector could make it ({@code
 * publication.autocreate.mode=filtered}), and must not: it would alter it, at each of its starts,
 * on the connection by which it then reads the log. PostgreSQL looks at the tables for that as they
 * are now, keeps what it saw, and decodes by it rows that were written before their columns
 * changed: wrong values, or the end of the server.
 */
final class Publication {
  private static final Set<String> MADE_MEANWHILE = Set.of("42710", "23505");

  private final Connection connection;
  private final String name;
  private final List<SourceTable> tables;

  Publication(Connection connection, String name, List<SourceTable> tables) {
    this.connection = connection;
    this.name = name;
    this.tables = tables;
  }

  /** Makes it, or adds tables; one that has them all, by whomever it was made, stays as it is. */
  void ensure() throws SQLException {
    if (!exists() && make()) {
      return;
    }
    if (!published().containsAll(tables.stream().map(SourceTable::qualifiedName).toList())) {
      execute("ALTER PUBLICATION %s SET TABLE %s".formatted(quoted(), quotedTables()));
    }
  }

  private boolean exists() throws SQLException {
    return !names("SELECT pubname FROM pg_publication WHERE pubname = ?").isEmpty();
  }

  private Set<String> published() throws SQLException {
    return names(
        "SELECT schemaname || '.' || tablename FROM pg_publication_tables WHERE pubname = ?");
  }

  private Set<String> names(String sql) throws SQLException {
    Set<String> names = new HashSet<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }

  private boolean make() throws SQLException {
    try {
      execute(
          "CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true)"
              .formatted(quoted(), quotedTables()));
      return true;
    } catch (SQLException e) {
      if (MADE_MEANWHILE.contains(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String quoted() {
    return PostgresCatalog.quoted(name);
  }

  private String quotedTables() {
    return tables.stream()
        .map(
            table ->
                PostgresCatalog.quoted(table.schema()) + "." + PostgresCatalog.quoted(table.name()))
        .collect(Collectors.joining(", "));
  }
}
