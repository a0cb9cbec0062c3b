package io.lakebeam.doctor;

import io.lakebeam.source.DebeziumConnector;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The publication: that it has the source's tables, whole and with all that happens to them, or
 * that ingest may make it.
 */
final class PublicationCheck {
  private static final String PUBLICATION =
      """
      SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate, pubviaroot
      FROM pg_publication WHERE pubname = ?""";
  private static final String TABLES =
      """
      SELECT schemaname || '.' || tablename, rowfilter, attnames
      FROM pg_publication_tables WHERE pubname = ?""";
  private static final String MAY_MAKE =
      """
      SELECT has_database_privilege(current_database(), 'CREATE')
             AND (SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class
                  WHERE oid = ANY (?::oid[])),
             quote_ident(current_user)""";

  private final Connection connection;
  private final Examination examination;
  private final String name;
  private final String quoted;
  private final List<SourceTable> tables;

  PublicationCheck(Connection connection, Examination examination, DebeziumConnector connector) {
    this.connection = connection;
    this.examination = examination;
    this.name = connector.publication();
    this.quoted = PostgresCatalog.quoted(name);
    this.tables = connector.tables();
  }

  void run() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(PUBLICATION)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          existing(row.getBoolean(1), row.getBoolean(2));
        } else {
          missing();
        }
      }
    }
  }

  private void existing(boolean publishesAll, boolean viaRoot) throws SQLException {
    if (!publishesAll || !viaRoot) {
      examination.bad(
          "publication",
          "%s does not publish %s"
              .formatted(
                  name,
                  publishesAll ? "partitions as their table" : "insert, update, delete, truncate"),
          "ALTER PUBLICATION %s SET (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)"
              .formatted(quoted));
      return;
    }
    Map<String, String> published = published();
    List<String> wrong = new ArrayList<>();
    for (SourceTable table : tables) {
      String how = published.getOrDefault(table.qualifiedName(), "is not in it");
      if (!how.isEmpty()) {
        wrong.add("%s %s".formatted(table.qualifiedName(), how));
      }
    }
    examination.require(
        wrong.isEmpty(),
        "publication",
        wrong.isEmpty()
            ? "%s has the tables".formatted(name)
            : "%s: %s".formatted(name, String.join("; ", wrong)),
        "ALTER PUBLICATION %s SET TABLE %s".formatted(quoted, quotedTables()));
  }

  /** What is wrong with each table that is published; empty where nothing is. */
  private Map<String, String> published() throws SQLException {
    Map<String, SourceTable> known = new LinkedHashMap<>();
    tables.forEach(table -> known.put(table.qualifiedName(), table));
    Map<String, String> found = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(TABLES)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          SourceTable table = known.get(row.getString(1));
          if (table != null) {
            found.put(row.getString(1), wrong(table, row.getString(2), row.getArray(3)));
          }
        }
      }
    }
    return found;
  }

  private static String wrong(SourceTable table, String filter, Array published)
      throws SQLException {
    if (filter != null) {
      return "has a row filter: " + filter;
    }
    List<Object> columns = Arrays.asList((Object[]) published.getArray());
    List<String> missing =
        table.columns().stream()
            .map(SourceColumn::name)
            .filter(column -> !columns.contains(column))
            .toList();
    return missing.isEmpty() ? "" : "lacks the columns " + String.join(", ", missing);
  }

  private void missing() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(MAY_MAKE)) {
      query.setArray(
          1, connection.createArrayOf("int8", tables.stream().map(SourceTable::oid).toArray()));
      try (ResultSet row = query.executeQuery()) {
        row.next();
        examination.require(
            row.getBoolean(1),
            "publication",
            row.getBoolean(1)
                ? "%s is not there yet; ingest makes it".formatted(name)
                : "%s is not there, and %s may not make it: that takes CREATE on the database and the tables' owner"
                    .formatted(name, row.getString(2)),
            "CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true)"
                .formatted(quoted, quotedTables()));
      }
    }
  }

  private String quotedTables() {
    return tables.stream().map(TableChecks::quoted).collect(Collectors.joining(", "));
  }
}
