package io.lakebeam.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What a database has of an output, kept in its own table {@code lakebeam_published} beside the
 * output's, so that a database that is put back to an earlier state knows that it was.
 *
 * @param target the table
 * @param source the lake's table
 * @param snapshot which it is as of
 * @param committedMillis when that was committed: the table of another lake has another
 * @param columns what it was given, with types
 */
record PublishedState(
    String target, String source, long snapshot, long committedMillis, String columns) {
  private static final String TABLE = "lakebeam_published";

  /** Makes the table of states, if it is not there. */
  static void create(SqlTarget target, Connection connection) throws SQLException {
    boolean isMaria = target.dialect() == SqlDialect.MARIADB;
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS %s (output varchar(63) PRIMARY KEY, target varchar(127) NOT NULL, source varchar(127) NOT NULL, snapshot bigint NOT NULL, committed_millis bigint NOT NULL, columns %s NOT NULL)"
              .formatted(target.quoted(TABLE), isMaria ? "longtext" : "text"));
    }
    connection.commit();
  }

  /** That of an output. */
  static Optional<PublishedState> read(SqlTarget target, String output, Connection connection)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT target, source, snapshot, committed_millis, columns FROM %s WHERE output = ?"
                .formatted(target.quoted(TABLE)))) {
      statement.setString(1, output);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new PublishedState(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getString(5)))
            : Optional.empty();
      }
    } finally {
      connection.commit();
    }
  }

  /** Keeps it. */
  void write(SqlTarget in, String output, Connection connection) throws SQLException {
    List<String> columns =
        List.of("output", "target", "source", "snapshot", "committed_millis", "columns");
    try (PreparedStatement statement =
        connection.prepareStatement(
            in.dialect().upsert(in.quoted(TABLE), columns, List.of("output")))) {
      statement.setString(1, output);
      statement.setString(2, target);
      statement.setString(3, source);
      statement.setLong(4, snapshot);
      statement.setLong(5, committedMillis);
      statement.setString(6, this.columns);
      statement.executeUpdate();
    }
    connection.commit();
  }
}
