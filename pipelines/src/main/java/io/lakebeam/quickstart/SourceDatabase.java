package io.lakebeam.quickstart;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;

/** Where the source database is and who asks it; its text form leaves the password out. */
public record SourceDatabase(String url, String user, String password) {

  /** Checks that nothing is missing. */
  public SourceDatabase {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  /**
   * Opens a connection of its own under a name that the database shows; statements end when the
   * caller commits.
   */
  public Connection connect(String applicationName) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", applicationName);
    Connection connection = DriverManager.getConnection(url, properties);
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public String toString() {
    return "SourceDatabase[url=" + url + ", user=" + user + "]";
  }
}
