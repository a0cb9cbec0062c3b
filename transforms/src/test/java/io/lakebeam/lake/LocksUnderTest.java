package io.lakebeam.lake;

import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.secret.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

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

  /** Ends the sessions that hold or wait for the lock of that table. */
  void endSessions(TableName table) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = ?")) {
      statement.setString(1, "lakebeam " + table);
      if (!statement.execute() || !statement.getResultSet().next()) {
        throw new IllegalStateException("no session holds or waits for the lock of " + table);
      }
    }
  }

  /** Stops the server. */
  @Override
  public void close() {
    servers.close();
  }
}
