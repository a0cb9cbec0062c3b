package io.lakebeam.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;

/** A DuckDB in memory that is closed up before a query runs. */
final class Engine implements AutoCloseable {
  private final Connection connection;

  private Engine(Connection connection) {
    this.connection = connection;
  }

  static Engine start() {
    Properties settings = new Properties();
    settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    try {
      return new Engine(DriverManager.getConnection("jdbc:duckdb:", settings));
    } catch (SQLException e) {
      throw QueryException.of(e);
    }
  }

  Connection connection() {
    return connection;
  }

  /** Gives it the tables and closes all else to it. */
  void give(LakeViews views, List<RawFiles> raw, List<Path> results, Path spill)
      throws SQLException {
    List<String> paths = new ArrayList<>(views.files());
    raw.stream().flatMap(one -> one.files().stream()).forEach(file -> paths.add(file.toString()));
    results.forEach(file -> paths.add(file.toString()));
    run("SET TimeZone = 'UTC'");
    run("SET memory_limit = " + Quoted.text(LakeQuery.MEMORY));
    run("SET temp_directory = " + Quoted.text(spill.toString()));
    run("SET autoinstall_known_extensions = false");
    run("SET autoload_known_extensions = false");
    run("SET allow_community_extensions = false");
    run("SET allowed_paths = " + Quoted.list(paths));
    run("SET enable_external_access = false");
    run("SET lock_configuration = true");
    try (var function = DuckDBFunctions.tableFunction()) {
      var unused =
          function
              .withName(MergedRows.NAME)
              .withParameter(Integer.class)
              .withProjectionPushdown()
              .withFunction(new MergedRows(views::table))
              .register(connection);
    }
    for (String statement : views.statements()) {
      run(statement);
    }
    run("CREATE SCHEMA IF NOT EXISTS files");
    for (RawFiles files : raw) {
      run(files.view());
    }
  }

  /** Refuses a query whose names or types are wrong. */
  void check(String sql) throws SQLException {
    try (PreparedStatement unused = connection.prepareStatement(sql)) {
      unused.getMetaData();
    }
  }

  /** The number that is the answer. */
  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw QueryException.of(e);
    }
  }
}
