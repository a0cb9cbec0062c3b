package io.lakebeam.source;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
  private static final String OBJECT_IN_USE = "55006";

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
    SourceTable table;
    try {
      table = new TableColumns(connection).describe(schema, name);
    } catch (SQLException e) {
      throw new SourceException("table %s.%s could not be described".formatted(schema, name), e);
    }
    if (table == null) {
      throw new SourceException(
          "table %s.%s is not in the source; found: %s"
              .formatted(schema, name, String.join(", ", tables(schema))));
    }
    return table;
  }

  /**
   * Every table whose changes are in the log, by schema and name: none of PostgreSQL's own, no
   * partitions, nothing unlogged or temporary.
   */
  public List<ListedTable> tables() {
    try {
      return TableList.read(connection);
    } catch (SQLException e) {
      throw new SourceException("the source's tables could not be listed", e);
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
    return logEnd();
  }

  /** What time it is there, in milliseconds since 1970. */
  public long clockMillis() {
    return Long.parseLong(
        single("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text"));
  }

  /** Where the log ends now, as PostgreSQL writes it. */
  public String logEnd() {
    return single("SELECT pg_current_wal_lsn()::text");
  }

  /** The logical slot of that name, if this database has one. */
  public Optional<ReplicationSlot> slot(String name) {
    try {
      return ReplicationSlot.read(connection, name);
    } catch (SQLException e) {
      throw new SourceException("slot %s could not be looked up".formatted(name), e);
    }
  }

  /**
   * How many bytes of log a slot may keep ({@code max_slot_wal_keep_size}); empty without limit.
   */
  public OptionalLong slotLimit() {
    long megabytes =
        Long.parseLong(
            single("SELECT setting FROM pg_settings WHERE name = 'max_slot_wal_keep_size'"));
    return megabytes < 0 ? OptionalLong.empty() : OptionalLong.of(megabytes << 20);
  }

  /**
   * Drops the slot, if it is there; PostgreSQL then no longer keeps its log for it.
   *
   * @return whether it is gone: not so where somebody still reads by it
   */
  public boolean dropSlot(String name) {
    try (PreparedStatement drop =
        connection.prepareStatement(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                + " WHERE slot_name = ?")) {
      drop.setString(1, name);
      drop.execute();
      return true;
    } catch (SQLException e) {
      if (OBJECT_IN_USE.equals(e.getSQLState())) {
        return false;
      }
      throw new SourceException("slot %s could not be dropped".formatted(name), e);
    }
  }

  /**
   * Makes the publication of these tables, or adds those that it has not.
   *
   * @throws SourceException if the user may not
   */
  public void publish(String publication, List<SourceTable> tables) {
    try {
      new Publication(connection, publication, tables).ensure();
    } catch (SQLException e) {
      throw new SourceException(
          "publication %s of %s could not be made or changed: %s; lakebeam doctor prints the SQL for who may"
              .formatted(
                  publication,
                  String.join(", ", tables.stream().map(SourceTable::qualifiedName).toList()),
                  e.getMessage()),
          e);
    }
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

  /**
   * Whether the slot is read by a session that began after {@code time}, by this server's clock,
   * and the publication has these tables.
   *
   * @param oids what the tables are known by
   */
  public boolean isReadSince(Instant time, String slot, String publication, List<Long> oids) {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT EXISTS (SELECT FROM pg_replication_slots s JOIN pg_stat_activity a"
                + " ON a.pid = s.active_pid WHERE s.slot_name = ? AND a.backend_start > ?)"
                + " AND NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.oid = ANY (?::oid[])"
                + " AND NOT EXISTS (SELECT FROM pg_publication_tables p WHERE p.pubname = ?"
                + " AND p.schemaname = n.nspname AND p.tablename = c.relname))")) {
      query.setString(1, slot);
      query.setObject(2, time.atOffset(ZoneOffset.UTC));
      query.setArray(3, connection.createArrayOf("int8", oids.toArray()));
      query.setString(4, publication);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
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
