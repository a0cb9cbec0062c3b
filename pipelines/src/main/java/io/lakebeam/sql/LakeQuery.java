package io.lakebeam.sql;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.TableParts;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One SQL query over tables of a lake, by DuckDB inside this process.
 *
 * <pre>{@code
 * try (LakeQuery query = LakeQuery.open(lake, "select count(*) from silver.applicant", spill)) {
 *   long rows = query.forEach(sink);
 * }
 * }</pre>
 *
 * <p>Tables are named as in the lake. Those of silver show the rows that are there with the columns
 * of their source, as {@code show} does: no tombstones, and no rows that a TRUNCATE ended which is
 * not settled yet. Histories, bronze, gold and others show every row with every column. Each table
 * is read at its latest snapshot when the query is opened; only tables that the query names are.
 *
 * <p>Nothing is written to the lake. The engine reads the files that it was given and writes to
 * {@code spill} and to where a result is asked for; all else, the network, extensions, and its own
 * settings are closed to the query. Memory is bounded: what does not fit into {@link #MEMORY} of
 * the engine goes to files under {@code spill}.
 */
public final class LakeQuery implements AutoCloseable {
  /** What the engine may hold in memory, beside the JVM's heap. */
  public static final String MEMORY = "1GB";

  private final String sql;
  private final LakeViews views;
  private final Engine engine;

  private LakeQuery(String sql, LakeViews views, Engine engine) {
    this.sql = sql;
    this.views = views;
    this.engine = engine;
  }

  /** Loads the engine, which takes half a second, so that a query finds it loaded. */
  public static void getReady() {
    Engine.start().close();
  }

  /**
   * Opens the tables that the query names and checks it against them.
   *
   * @param spill a folder for what does not fit into memory; made if need be
   * @throws QueryException if it is not one query, or names what is not there
   */
  public static LakeQuery open(Lake lake, String sql, Path spill) {
    return open(lake, sql, spill, List.of(), List.of());
  }

  /**
   * The same, over raw files as well.
   *
   * @param files files that the query may read, by their tables' names
   * @param results files that the result may be written to
   */
  public static LakeQuery open(
      Lake lake, String sql, Path spill, List<RawFiles> files, List<Path> results) {
    return open(lake, sql, spill, files, results, null);
  }

  /**
   * The same, over the tables as they were.
   *
   * @param asOf each table is read at the newest snapshot that was committed then or before, with
   *     the columns that it had; null: as they are
   * @throws io.lakebeam.lake.LakeException if a table has no snapshot as old
   */
  public static LakeQuery open(
      Lake lake,
      String sql,
      Path spill,
      List<RawFiles> files,
      List<Path> results,
      @Nullable Instant asOf) {
    Engine engine = Engine.start();
    try {
      String query = sql.strip().replaceAll("[;\\s]+$", "");
      Map<TableName, RawFiles> raw =
          files.stream().collect(Collectors.toMap(RawFiles::name, Function.identity()));
      List<TableName> known = new ArrayList<>(lake.tables());
      known.removeAll(raw.keySet());
      known.addAll(raw.keySet());
      List<TableName> names = ReferencedTables.of(engine.connection(), query, known);
      LakeViews views =
          LakeViews.of(
              lake,
              names.stream()
                  .filter(name -> !raw.containsKey(name))
                  .map(
                      name ->
                          asOf == null
                              ? TableParts.latest(lake, name)
                              : TableParts.asOf(lake, name, asOf))
                  .toList(),
              asOf);
      engine.give(
          views, names.stream().map(raw::get).filter(Objects::nonNull).toList(), results, spill);
      engine.check(query);
      views.findVersions(engine);
      return new LakeQuery(query, views, engine);
    } catch (SQLException e) {
      engine.close();
      throw QueryException.of(e);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** The tables that are read, and at which snapshot; 0: nothing was committed to it yet. */
  public Map<TableName, Long> snapshots() {
    Map<TableName, Long> snapshots = new LinkedHashMap<>();
    views.tables().forEach(parts -> snapshots.put(parts.name(), parts.snapshot()));
    return snapshots;
  }

  /**
   * Hands out the result; rows are not kept.
   *
   * @return how many rows it has
   */
  public long forEach(ResultSink sink) throws IOException {
    try (Statement statement = engine.connection().createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultValues values = new ResultValues(result);
      sink.columns(values.names());
      long rows = 0;
      for (; result.next(); rows++) {
        sink.row(values.row());
      }
      return rows;
    } catch (SQLException e) {
      throw QueryException.of(e);
    }
  }

  /**
   * Writes the result to a Parquet file, one of those that were named when the query was opened.
   *
   * @return how many rows it has
   */
  public long toParquet(Path file) {
    try (Statement statement = engine.connection().createStatement()) {
      return statement.executeLargeUpdate(
          "COPY (\n%s\n) TO %s (FORMAT parquet)".formatted(sql, Quoted.text(file.toString())));
    } catch (SQLException e) {
      throw QueryException.of(e);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
