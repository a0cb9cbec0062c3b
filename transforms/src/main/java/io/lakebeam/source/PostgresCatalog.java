package io.lakebeam.source;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What PostgreSQL says of its tables, itself and how far it is.
 *
 * <pre>{@code
 * try (PostgresCatalog catalog = PostgresCatalog.connect(url, user, password)) {
 *   SourceTable customer = catalog.table("public", "customer");
 * }
 * }</pre>
 */
public final class PostgresCatalog implements AutoCloseable {
  /** A domain's type is that of the last type below it, with the parameters nearest to it. */
  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(b.oid, b.mod),
             coalesce(array_position(i.indkey::int2[], a.attnum), -1), t.typtype, t.typname,
             EXISTS (SELECT FROM pg_constraint k
                     WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.convalidated
                       AND pg_get_constraintdef(k.oid) =
                           format('CHECK (((array_ndims(%1$I) = 1) AND (array_lower(%1$I, 1) = 1)))',
                                  a.attname))
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL (
        WITH RECURSIVE base(oid, mod, depth) AS (
          SELECT a.atttypid, a.atttypmod, 0
          UNION ALL
          SELECT d.typbasetype, CASE WHEN base.mod = -1 THEN d.typtypmod ELSE base.mod END,
                 depth + 1
          FROM base JOIN pg_type d ON d.oid = base.oid AND d.typtype = 'd')
        SELECT oid, mod FROM base ORDER BY depth DESC LIMIT 1) b
      JOIN pg_type t ON t.oid = b.oid
      LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private final Connection connection;

  private PostgresCatalog(Connection connection) {
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @param url a JDBC URL without credentials
   * @throws SourceException if the server cannot be reached or refuses
   */
  public static PostgresCatalog connect(String url, String user, String password) {
    try {
      return new PostgresCatalog(DriverManager.getConnection(url, user, password));
    } catch (SQLException e) {
      throw new SourceException("source %s could not be reached as %s".formatted(url, user), e);
    }
  }

  /**
   * The table's columns, types and key.
   *
   * @throws SourceException if it is not there, has no primary key, or has a column of a type that
   *     the lake cannot hold without loss
   */
  public SourceTable table(String schema, String name) {
    List<SourceColumn> columns = new ArrayList<>();
    List<String> key = new ArrayList<>();
    List<Integer> keyOrder = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, schema);
      query.setString(2, name);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(column(schema + "." + name, rows));
          if (rows.getInt(3) >= 0) {
            int at = 0;
            while (at < keyOrder.size() && keyOrder.get(at) < rows.getInt(3)) {
              at++;
            }
            keyOrder.add(at, rows.getInt(3));
            key.add(at, rows.getString(1));
          }
        }
      }
    } catch (SQLException e) {
      throw new SourceException("table %s.%s could not be described".formatted(schema, name), e);
    }
    if (columns.isEmpty()) {
      throw new SourceException(
          "table %s.%s is not in the source; found: %s"
              .formatted(schema, name, String.join(", ", tables(schema))));
    }
    return new SourceTable(schema, name, columns, key);
  }

  private SourceColumn column(String table, ResultSet row) throws SQLException {
    String name = row.getString(1);
    boolean isKey = row.getInt(3) >= 0;
    PostgresTypes.Type type =
        new PostgresTypes.Type(row.getString(2), row.getString(4).charAt(0), row.getString(5));
    PostgresTypes.Lake lake = PostgresTypes.lake(table, name, type, isKey);
    if (PostgresTypes.isArray(type) && !row.getBoolean(6)) {
      throw new SourceException(
          ("table %1$s column '%2$s' has type %3$s: of an array of several dimensions, or one that"
                  + " does not begin at 1, the connector loses values; this proves that there are"
                  + " none: ALTER TABLE %1$s ADD CHECK (array_ndims(%2$s) = 1 AND"
                  + " array_lower(%2$s, 1) = 1)")
              .formatted(table, name, type.name()));
    }
    if (type.name().equals("money")) {
      requireMoneyThatTheConnectorReads(table, name);
    }
    return new SourceColumn(name, type.name(), lake.type().copy(!isKey), lake.form());
  }

  /** The connector takes money apart as text, and knows one way of writing it. */
  private void requireMoneyThatTheConnectorReads(String table, String column) {
    String written = single("SELECT (-1234.5)::numeric::money::text");
    if (!written.equals("-$1,234.50")) {
      throw new SourceException(
          ("table %s column '%s' has type money, and the source writes -1234.5 as %s, which the"
                  + " connector cannot read; allowed: -$1,234.50 (lc_monetary = 'C' or 'en_US'), or"
                  + " numeric")
              .formatted(table, column, written));
    }
  }

  /** Refuses a table whose log would not tell which row was deleted, and says what to alter. */
  public void requireReplicaIdentity(SourceTable table) {
    try {
      new ReplicaIdentity(connection).requireKey(table);
    } catch (SQLException e) {
      throw new SourceException(
          "table %s could not be described".formatted(table.qualifiedName()), e);
    }
  }

  /**
   * Refuses a table with dates that the connector's snapshot would read as others. It reads the
   * table whole where it has a date column.
   */
  public void requireSnapshotDates(SourceTable table) {
    try {
      new SnapshotDates(connection).requireReadable(table);
    } catch (SQLException e) {
      throw new SourceException("table %s could not be read".formatted(table.qualifiedName()), e);
    }
  }

  /**
   * Names this server and the life it lives: its system identifier and timeline. An LSN orders
   * changes only within one of these.
   */
  public String epoch() {
    return single(
        "SELECT (SELECT system_identifier FROM pg_control_system()) || '/' ||"
            + " (SELECT timeline_id FROM pg_control_checkpoint())");
  }

  /** Refuses a server that cannot be captured, and says what to set. */
  public void requireLogicalDecoding() {
    String level = single("SHOW wal_level");
    if (!level.equals("logical")) {
      throw new SourceException(
          "the source has wal_level = %s; capture needs logical:".formatted(level)
              + " ALTER SYSTEM SET wal_level = logical, then restart it");
    }
  }

  /**
   * Puts a message into the log after all that is committed now.
   *
   * @return the LSN of its end, as PostgreSQL writes it; whoever has read up to it has everything
   */
  public String emitMarker() {
    single("SELECT pg_logical_emit_message(true, 'lakebeam', 'marker')::text");
    return single("SELECT pg_current_wal_lsn()::text");
  }

  /** Whether the slot is there, and has a position to begin at. */
  public boolean hasSlot(String slot) {
    return confirmed(slot, "0/0");
  }

  /** Whether the slot's reader has confirmed everything up to {@code lsn}. */
  public boolean confirmed(String slot, String lsn) {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT confirmed_flush_lsn >= ?::pg_lsn FROM pg_replication_slots"
                + " WHERE slot_name = ?")) {
      query.setString(1, lsn);
      query.setString(2, slot);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new SourceException("slot %s could not be looked up".formatted(slot), e);
    }
  }

  /** The name as SQL takes it, whatever is in it. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SourceException("the source's connection could not be closed", e);
    }
  }

  private List<String> tables(String schema) {
    List<String> names = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY 1")) {
      query.setString(1, schema);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          names.add(schema + "." + rows.getString(1));
        }
      }
      return names;
    } catch (SQLException e) {
      throw new SourceException("schema %s could not be listed".formatted(schema), e);
    }
  }

  private String single(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new SourceException("the source refused: " + sql, e);
    }
  }
}
