package io.lakebeam.publish;

import io.lakebeam.definition.JdbcOutput;
import io.lakebeam.secret.Secret;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A table of a database and who writes it.
 *
 * @param url without user and password
 * @param schema of the table; empty: the usual one
 */
record SqlTarget(String url, String user, Secret password, String schema, String table)
    implements Serializable {

  static SqlTarget of(JdbcOutput output) {
    String[] names = output.table().split("\\.", -1);
    return new SqlTarget(
        output.url(),
        output.user(),
        output.password(),
        names.length == 1 ? "" : names[0],
        names[names.length - 1]);
  }

  SqlDialect dialect() {
    return SqlDialect.of(url);
  }

  /** A table beside it, or itself, as it stands in a statement. */
  String quoted(String name) {
    String quoted = dialect().quoted(name);
    return schema.isEmpty() ? quoted : dialect().quoted(schema) + "." + quoted;
  }

  String quoted() {
    return quoted(table);
  }

  /** A new connection, which commits when it is told to. */
  Connection connect() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", user);
    settings.setProperty("password", password.reveal());
    if (dialect() == SqlDialect.POSTGRES) {
      settings.setProperty("reWriteBatchedInserts", "true");
    } else {
      settings.setProperty("connectionTimeZone", "UTC");
    }
    try {
      // In a job of a cluster nobody else has loaded it.
      Class.forName(dialect().driver());
    } catch (ClassNotFoundException e) {
      throw new PublishException(
          "the JDBC driver %s is not on the class path".formatted(dialect().driver()), e);
    }
    Connection connection = DriverManager.getConnection(url, settings);
    connection.setAutoCommit(false);
    return connection;
  }

  /** The table as the project file names it. */
  String name() {
    return schema.isEmpty() ? table : schema + "." + table;
  }

  @Override
  public String toString() {
    return "%s of %s".formatted(name(), url);
  }
}
