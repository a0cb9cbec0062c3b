package io.lakebeam.example;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * An example's outputs, compared with its input by DuckDB, which shares no code with the pipelines.
 * In its SQL {@code :data} is the example's folder and {@code :workdir} what was written to, as
 * texts; the database's table is in {@code :workdir/results/database.csv}, what was counted in the
 * lake in the table {@code counts}.
 */
final class Checks {
  private static final int SHOWN = 3;

  private final Path folder;
  private final Path workdir;
  private final ExampleSteps steps;
  private final Map<String, Long> counts;

  Checks(Path folder, Path workdir, ExampleSteps steps, Map<String, Long> counts) {
    this.folder = folder;
    this.workdir = workdir;
    this.steps = steps;
    this.counts = counts;
  }

  /** Has PostgreSQL itself write its table into a file. */
  void copyOut(String url, String user, String password) throws SQLException, IOException {
    Path file = workdir.resolve("results").resolve("database.csv");
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection(url, user, password);
        OutputStream out = Files.newOutputStream(file)) {
      long unused =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY %s TO STDOUT (FORMAT csv, HEADER)".formatted(steps.database()), out);
    }
  }

  List<Finding> run() throws SQLException {
    List<Finding> findings = new ArrayList<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("set TimeZone = 'UTC'");
      statement.execute("create table counts (name varchar, number bigint)");
      for (Map.Entry<String, Long> one : counts.entrySet()) {
        statement.execute(
            "insert into counts values ('%s', %d)".formatted(one.getKey(), one.getValue()));
      }
      if (steps.setup() != null) {
        statement.execute(bound(steps.setup()));
      }
      for (ExampleSteps.Query check : steps.checks()) {
        findings.add(finding(check, statement));
      }
    }
    return findings;
  }

  private Finding finding(ExampleSteps.Query check, Statement statement) throws SQLException {
    List<String> wrong = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(bound(check.sql()))) {
      while (rows.next()) {
        wrong.add(text(rows));
      }
    }
    String detail =
        wrong.isEmpty()
            ? "nothing wrong"
            : "%d wrong, first: %s"
                .formatted(
                    wrong.size(),
                    String.join("; ", wrong.subList(0, Math.min(SHOWN, wrong.size()))));
    return new Finding(check.name(), wrong.isEmpty(), detail);
  }

  private static String text(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      values.add("%s=%s".formatted(row.getMetaData().getColumnLabel(i), row.getString(i)));
    }
    return String.join(" ", values);
  }

  private String bound(String sql) {
    return sql.replace(":data", folder.toString().replace("'", "''"))
        .replace(":workdir", workdir.toString().replace("'", "''"));
  }
}
