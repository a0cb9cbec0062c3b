package io.lakebeam.pull;

import io.lakebeam.secret.Secret;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;

/**
 * Where a table is, and who reads it.
 *
 * @param source the source's name
 * @param url the JDBC URL, without user and password
 * @param user who reads
 * @param password of the user
 * @param table as the database knows it, its schema or catalog before it with a point
 * @param fetchSize how many rows the driver fetches at a time
 */
public record JdbcAccess(
    String source, String url, String user, Secret password, String table, int fetchSize)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String MYSQL = "jdbc:mysql:";

  /** Classes of SQLSTATE whose messages are about the statement and who sends it, never a value. */
  private static final Set<String> TOLD = Set.of("08", "28", "42", "3D", "3F", "53", "57");

  /**
   * Those that may have gone a little later: connections, resources, a server that ends or starts.
   */
  private static final Set<String> PASSING = Set.of("08", "53", "57");

  /**
   * A connection that only reads.
   *
   * @throws PullException if there is none, or no driver
   */
  Connection connect() {
    Properties settings = new Properties();
    settings.setProperty("user", user);
    settings.setProperty("password", password.reveal());
    if (isMariaDb()) {
      settings.setProperty("connectionTimeZone", "UTC");
    }
    requireDriver();
    try {
      Connection connection = DriverManager.getConnection(url, settings);
      try {
        prepare(connection);
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failure("cannot be connected to", e);
    }
  }

  private void prepare(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    if (isInUtc()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET time_zone = '+00:00'");
      }
    }
    connection.setReadOnly(true);
    // A driver that holds a result as a whole does so unless a transaction is open.
    connection.setAutoCommit(false);
  }

  /** Whether it is of those whose timestamps are shown in the zone of the session: UTC here. */
  boolean isInUtc() {
    return isMariaDb() || url.startsWith(MYSQL);
  }

  private boolean isMariaDb() {
    return url.startsWith("jdbc:mariadb:");
  }

  private void requireDriver() {
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new PullException(
          "source %s: no JDBC driver on the class path takes %s; found: %s. Put its jar there"
              .formatted(
                  source,
                  place(),
                  DriverManager.drivers().map(driver -> driver.getClass().getName()).toList()),
          e);
    }
  }

  /** A streaming result: as many rows as are fetched at a time, or row by row. */
  int streaming() {
    return url.startsWith(MYSQL) ? Integer.MIN_VALUE : fetchSize;
  }

  /** Without parameters. */
  String place() {
    return url.split("[?;]", 2)[0];
  }

  /** What went wrong; of what may show a value, the SQLSTATE alone. */
  PullException failure(String what, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String ofClass = state.substring(0, Math.min(2, state.length()));
    boolean isTold = TOLD.contains(ofClass);
    String message =
        "source %s: %s of %s %s: %s"
            .formatted(
                source,
                table,
                place(),
                what,
                isTold
                    ? e.getMessage()
                    : "SQLSTATE %s; the database's log says more".formatted(state));
    boolean isPassing =
        PASSING.contains(ofClass)
            || e instanceof SQLTransientException
            || e instanceof SQLRecoverableException;
    SQLException cause = isTold ? e : null;
    return isPassing ? PullException.passing(message, cause) : new PullException(message, cause);
  }
}
