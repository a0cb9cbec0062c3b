package io.lakebeam.database;

import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.store.MariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database that is published to or pulled from, asked by its own SQL. */
public record DatabaseUnderTest(String url, String user, String password, AutoCloseable server) {

  static DatabaseUnderTest postgres(Path folder) {
    LocalServers servers = LocalServers.builder(folder).only(Server.POSTGRES).start();
    return new DatabaseUnderTest(
        servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword(), servers);
  }

  static DatabaseUnderTest mariaDb(Path folder) {
    MariaDb server = MariaDb.start(folder, "shop");
    return new DatabaseUnderTest(server.url(), MariaDb.USER, server.password(), server);
  }

  /** As the project file declares it; its password is a variable. */
  public String output(String table) {
    return "to: jdbc, url: \"%s\", user: %s, password: \"${PASSWORD}\", table: %s"
        .formatted(url, user, table);
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  /** The rows of a query, each as text. */
  public List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(result.getString(i));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  public boolean isMariaDb() {
    return toString().equals("mariadb");
  }

  @Override
  public String toString() {
    return url.split(":", 3)[1];
  }
}
