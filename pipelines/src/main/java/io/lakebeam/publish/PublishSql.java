package io.lakebeam.publish;

import io.lakebeam.definition.JdbcOutput;
import io.lakebeam.definition.OutputDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Snapshots;
import io.lakebeam.runner.Counted;
import io.lakebeam.runner.Runner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.paimon.types.DataField;
import org.checkerframework.checker.nullness.qual.Nullable;

/** An output as a table of a database: its rows are made like the lake's. */
final class PublishSql {
  private final String job;
  private final OutputDefinition output;
  private final SqlTarget target;
  private final Runner runner;

  PublishSql(Project project, OutputDefinition output, JdbcOutput to, Runner runner) {
    this.job = project.name() + "-publish-" + output.name().replace('_', '-');
    this.output = output;
    this.target = SqlTarget.of(to);
    this.runner = runner;
  }

  /** Publishes these rows: what changed since the last time, or all where that cannot be told. */
  Map<String, Object> publish(PublishedRows rows) {
    List<SqlColumn> columns = columns(rows);
    try (Connection connection = target.connect()) {
      PublishedState.create(target, connection);
      Optional<PublishedState> before = PublishedState.read(target, output.name(), connection);
      SqlTable table = new SqlTable(output.name(), target, columns);
      boolean hasRows = table.exists(connection) && table.hasRows(connection);
      if (hasRows && before.isEmpty()) {
        throw new PublishException(
            "output %s: %s has rows that were not published; empty it, or name another table"
                .formatted(output.name(), target));
      }
      table.createOrEvolve(connection);
      return publish(connection, table, rows, columns, hasRows ? before.get() : null);
    } catch (SQLException e) {
      throw new PublishException(
          "output %s: %s: %s".formatted(output.name(), target, e.getMessage()), e);
    }
  }

  /**
   * The same, into a table that fits.
   *
   * @param before what it has; null: nothing
   */
  private Map<String, Object> publish(
      Connection connection,
      SqlTable table,
      PublishedRows rows,
      List<SqlColumn> columns,
      @Nullable PublishedState before)
      throws SQLException {
    PublishedState now = state(rows, columns);
    if (now.equals(before)) {
      return result(0, 0, true);
    }
    boolean isSince = before != null && isSince(before, now, rows.lake().snapshots(rows.table()));
    Long after = isSince ? before.snapshot() : null;
    String keys = before != null && !isSince ? "lakebeam_keys_" + output.name() : null;
    Map<String, Object> result = run(connection, table, rows, columns, after, keys);
    now.write(target, output.name(), connection);
    return result;
  }

  /** Whether what changed from one state to the other can be told. */
  private static boolean isSince(PublishedState before, PublishedState now, Snapshots snapshots) {
    return before.target().equals(now.target())
        && before.source().equals(now.source())
        && before.columns().equals(now.columns())
        && snapshots.tellChanges(before.snapshot(), now.snapshot())
        && snapshots.committedAt(before.snapshot()).toEpochMilli() == before.committedMillis();
  }

  private Map<String, Object> run(
      Connection connection,
      SqlTable table,
      PublishedRows rows,
      List<SqlColumn> columns,
      @Nullable Long after,
      @Nullable String keys)
      throws SQLException {
    if (keys != null) {
      execute(connection, "DROP TABLE IF EXISTS " + target.quoted(keys), table.createOfKeys(keys));
    }
    Pipeline pipeline = Pipeline.create(runner.batch(job));
    SqlPipeline.build(pipeline, rows, SqlStatements.of(target, columns, keys), after);
    PipelineResult done = runner.runToEnd(pipeline);
    long deleted = count(done, WriteSql.DELETED);
    if (keys != null) {
      deleted += execute(connection, SqlStatements.deleteOthers(target, columns, keys));
      execute(connection, "DROP TABLE " + target.quoted(keys));
    }
    return result(count(done, WriteSql.WRITTEN), deleted, false);
  }

  private List<SqlColumn> columns(PublishedRows rows) {
    Lake lake = rows.lake();
    List<String> key = lake.key(rows.table());
    if (!rows.type().getFieldNames().containsAll(key)) {
      throw new PublishException(
          "output %s: columns must name the key, %s; found: %s"
              .formatted(output.name(), key, String.join(", ", rows.type().getFieldNames())));
    }
    List<SqlColumn> columns = new ArrayList<>();
    for (DataField field : rows.type().getFields()) {
      boolean isKey = key.contains(field.name());
      SqlType type = target.dialect().of(field.type(), isKey);
      if (type.kind() == SqlType.Kind.OTHER) {
        throw new PublishException(
            "output %s: column '%s' is %s, which a database holds to microseconds only; leave it out under columns"
                .formatted(output.name(), field.name(), field.type().asSQLString()));
      }
      columns.add(new SqlColumn(field.name(), field.type(), type, isKey));
    }
    return columns;
  }

  private PublishedState state(PublishedRows rows, List<SqlColumn> columns) {
    return new PublishedState(
        target.name(),
        rows.table().toString(),
        rows.snapshot(),
        rows.lake().snapshots(rows.table()).committedAt(rows.snapshot()).toEpochMilli(),
        columns.stream()
            .map(column -> column.name() + " " + column.of().asSQLString())
            .collect(Collectors.joining(", ")));
  }

  /** Executes them in a transaction; the rows that the last one has changed. */
  private static long execute(Connection connection, String... all) throws SQLException {
    long changed = 0;
    try (Statement statement = connection.createStatement()) {
      for (String one : all) {
        changed = statement.executeLargeUpdate(one);
      }
    }
    connection.commit();
    return changed;
  }

  private static long count(PipelineResult result, String counter) {
    return Counted.of(result, WriteSql.METRICS).getOrDefault(counter, 0L);
  }

  private static Map<String, Object> result(long written, long deleted, boolean isUnchanged) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("written", written);
    result.put("deleted", deleted);
    result.put("unchanged", isUnchanged);
    return result;
  }
}
