package io.lakebeam.torture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakebeam.local.LocalServers;
import java.io.IOException;
import java.io.StringReader;
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
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The PostgreSQL that is worked on.
 *
 * @param postgres a server with logical decoding
 * @param schema where the workload's tables are
 * @param definitions held by who changes a table's columns or truncates it: no snapshot shows these
 *     as it shows rows, so a cut must not meet them
 */
record TortureSource(LocalServers postgres, String schema, ReentrantLock definitions) {
  /** The columns of a table, as JSON. */
  private static final String COLUMNS =
      """
      SELECT json_agg(json_build_object(
          'number', attnum, 'name', attname, 'type', format_type(atttypid, NULL),
          'missing', (attmissingval::text::text[])[1]) ORDER BY attnum)
      FROM pg_attribute WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped""";

  TortureSource(LocalServers postgres, String schema) {
    this(postgres, schema, new ReentrantLock());
  }

  /** The source at one position of its log; columns by the names that they had there. */
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

  String name(TortureTable table) {
    return schema + "." + table.table();
  }

  List<TableColumns.Column> columns(TortureTable table) throws SQLException {
    try {
      return TableColumns.parse(single(COLUMNS.formatted(name(table))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("columns of " + name(table), e);
    }
  }

  /**
   * Writes the columns that a table has by now into the log, for the witness: as a message, whose
   * prefix is the schema, of the table's name and {@link TableColumns#parse columns}.
   */
  String tellingColumns(TortureTable table) {
    return "SELECT pg_logical_emit_message(true, '%s', '%s ' || (%s)::text)"
        .formatted(schema, table.table(), COLUMNS.formatted(name(table)));
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Rows of their own in one transaction, other ones for another series. */
  void copySlim(int rows, int series) throws SQLException, IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      String name = "copy %d row %d".formatted(series, i);
      lines.append("%s\t%d\n".formatted(UUID.nameUUIDFromBytes(name.getBytes(US_ASCII)), i));
    }
    try (Connection connection = connect()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "COPY %s (tag, whole) FROM STDIN".formatted(name(TortureTable.SLIM)),
              new StringReader(lines.toString()));
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
    definitions.lock();
    try {
      return cutUnchanged();
    } finally {
      definitions.unlock();
    }
  }

  private Cut cutUnchanged() throws SQLException {
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
    try (ResultSet rows = statement.executeQuery("SELECT * FROM " + name(table))) {
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
