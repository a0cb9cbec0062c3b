package io.lakebeam.lake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A session with the lock database. Not thread-safe. */
final class LockSession implements AutoCloseable {
  /** SQLSTATE of a lock that was not given within {@code lock_timeout}. */
  private static final String NOT_GIVEN_YET = "55P03";

  /**
   * A holder whose machine is gone is noticed after 10 + 3 x 5 s, a waiter's after 5 s; a wait is
   * asked for anew every 10 s, so that the 30 s without an answer below mean a lost server. A
   * setting that the server is too old for is passed over.
   */
  private static final String SETTINGS =
      """
      SELECT set_config(wanted.name, wanted.value, false)
      FROM (VALUES ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'),
          ('tcp_keepalives_count', '3'), ('tcp_user_timeout', '25000'),
          ('client_connection_check_interval', '5000'), ('lock_timeout', '10000'),
          ('statement_timeout', '0'), ('idle_session_timeout', '0')) AS wanted (name, value)
      JOIN pg_settings USING (name)""";

  private static final String HELD =
      """
      SELECT count(*) FROM pg_locks
      WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (classid::bigint << 32) | objid::bigint = ?""";

  private static final int CHARACTERS_OF_A_NAME = 63;

  private final Connection connection;

  private LockSession(Connection connection) {
    this.connection = connection;
  }

  static LockSession connect(LockDatabase database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password().reveal());
    properties.setProperty("ApplicationName", "lakebeam locks");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "15");
    properties.setProperty("socketTimeout", "30");
    Connection connection = DriverManager.getConnection(database.url(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
      return new LockSession(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether the lock was given within ten seconds; the session's name then tells the table. */
  boolean lock(TableName table, long key) throws SQLException {
    String name = "lakebeam " + table;
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT set_config('application_name', ?, false), pg_advisory_lock(?)")) {
      lock.setString(1, name.substring(0, Math.min(name.length(), CHARACTERS_OF_A_NAME)));
      lock.setLong(2, key);
      lock.execute();
      return true;
    } catch (SQLException e) {
      if (NOT_GIVEN_YET.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** Asks the server whether this session holds the lock. */
  boolean holds(long key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HELD)) {
      statement.setLong(1, key);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() && found.getInt(1) == 1;
      }
    }
  }

  /** Whether the session held the lock, which is free now. */
  boolean unlock(long key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_advisory_unlock(?), set_config('application_name', 'lakebeam locks', false)")) {
      statement.setLong(1, key);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() && found.getBoolean(1);
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It has ended already, and its locks with it.
    }
  }
}
