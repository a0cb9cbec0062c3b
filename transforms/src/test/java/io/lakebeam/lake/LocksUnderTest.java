package io.lakebeam.lake;

import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.secret.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL that keeps locks, and what its administrator can do to them. */
final class LocksUnderTest implements AutoCloseable {
  private final LocalServers servers;

  LocksUnderTest(Path folder) {
    servers = LocalServers.builder(folder).only(Server.POSTGRES).start();
  }

  LockDatabase database() {
    return new LockDatabase(
        servers.postgresUrl(), servers.postgresUser(), new Secret(servers.postgresPassword()));
  }

  /** The names of the sessions that hold a lock. */
  List<String> holders() throws SQLException {
    return query(
        "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
            + " WHERE locktype = 'advisory' AND granted");
  }

  /** Ends the sessions that hold or wait for the lock of that table. */
  void endSessions(TableName table) throws SQLException {
    end("lakebeam " + table);
  }

  /** Ends the sessions that are kept between locks. */
  void endIdleSessions() throws SQLException {
    end("lakebeam locks");
  }

  private void end(String name) throws SQLException {
    List<String> ended =
        query(
            "SELECT pg_terminate_backend(pid, 5000)::text FROM pg_stat_activity"
                + " WHERE application_name = '%s'".formatted(name));
    if (!ended.contains("true")) {
      throw new IllegalStateException("there is no session named " + name);
    }
  }

  private List<String> query(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(
                servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  /** Stops the server. */
  @Override
  public void close() {
    servers.close();
  }
}
