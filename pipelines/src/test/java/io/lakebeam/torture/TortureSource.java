package io.lakebeam.torture;

import io.lakebeam.local.LocalServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The PostgreSQL that is worked on.
 *
 * @param postgres a server with logical decoding
 * @param schema where the workload's tables are
 */
record TortureSource(LocalServers postgres, String schema) {

  /** The source at one position of its log. */
  record Cut(long lsn, Map<TortureTable, Map<List<String>, Map<String, String>>> rows) {}

  /** A session whose values are text, as the server writes them. */
  Connection connect() throws SQLException {
    Properties properties = credentials();
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("stringtype", "unspecified");
    return DriverManager.getConnection(postgres.postgresUrl(), properties);
  }

  Connection replication() throws SQLException {
    Properties properties = credentials();
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("replication", "database");
    properties.setProperty("assumeMinServerVersion", "15");
    return DriverManager.getConnection(postgres.postgresUrl(), properties);
  }

  private Properties credentials() {
    Properties properties = new Properties();
    properties.setProperty("user", postgres.postgresUser());
    properties.setProperty("password", postgres.postgresPassword());
    return properties;
  }

  void makeTables() throws SQLException {
    execute("CREATE SCHEMA " + schema);
    for (TortureTable table : TortureTable.values()) {
      for (String statement : table.statements(schema)) {
        execute(statement);
      }
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String single(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Writes an empty transaction; all that was committed before ends before the position. */
  long mark() throws SQLException {
    String before = single("SELECT pg_current_wal_insert_lsn()");
    single("SELECT pg_logical_emit_message(true, 'torture', 'mark')");
    return LogSequenceNumber.valueOf(before).asLong() + 1;
  }

  /**
   * All rows as of one position: PostgreSQL cannot be read at any, but at the one where a slot
   * begins.
   */
  Cut cut() throws SQLException {
    try (Connection replication = replication();
        Statement create = replication.createStatement();
        ResultSet slot =
            create.executeQuery(
                "CREATE_REPLICATION_SLOT %s_cut TEMPORARY LOGICAL test_decoding (SNAPSHOT 'export')"
                    .formatted(schema))) {
      slot.next();
      long lsn = LogSequenceNumber.valueOf(slot.getString("consistent_point")).asLong();
      try (Connection connection = connect()) {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
          statement.execute(
              "SET TRANSACTION SNAPSHOT '%s'".formatted(slot.getString("snapshot_name")));
          Map<TortureTable, Map<List<String>, Map<String, String>>> rows =
              new EnumMap<>(TortureTable.class);
          for (TortureTable table : TortureTable.values()) {
            rows.put(table, rows(statement, table));
          }
          return new Cut(lsn, rows);
        }
      }
    }
  }

  private Map<List<String>, Map<String, String>> rows(Statement statement, TortureTable table)
      throws SQLException {
    Map<List<String>, Map<String, String>> found = new HashMap<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT * FROM %s.%s".formatted(schema, table.table()))) {
      while (rows.next()) {
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          String type = rows.getMetaData().getColumnTypeName(i);
          String value = PgText.ofSource(LONG_NAMES.getOrDefault(type, type), rows.getString(i));
          if (value != null) {
            values.put(rows.getMetaData().getColumnName(i), value);
          }
        }
        found.put(table.key().stream().map(values::get).toList(), values);
      }
    }
    return found;
  }

  /** The driver names some types as PostgreSQL does inside. */
  private static final Map<String, String> LONG_NAMES =
      Map.of("float4", "real", "float8", "double precision");
}
