package io.lakebeam.judge;

import io.lakebeam.lake.Lake;
import io.lakebeam.sql.FirstRows;
import io.lakebeam.sql.LakeQuery;
import io.lakebeam.sql.RawFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Small answers of a lake to SQL.
 *
 * @param lake what is asked
 * @param files what is asked beside it
 * @param spill a folder for what does not fit into memory
 */
record Answers(Lake lake, List<RawFiles> files, Path spill) implements AutoCloseable {
  static Answers of(Lake lake, RawFiles... files) {
    return new Answers(
        lake,
        List.of(files),
        Path.of(".lakebeam", "quality-" + UUID.randomUUID()).toAbsolutePath());
  }

  /**
   * The first rows of a result.
   *
   * @throws io.lakebeam.sql.QueryException if it is no query of the lake's tables
   */
  List<Map<String, @Nullable Object>> rows(String sql, int limit) {
    return first(sql, limit).rows();
  }

  /** The only row of a result. */
  Map<String, @Nullable Object> row(String sql) {
    return rows(sql, 1).get(0);
  }

  /** The names of a result's columns. */
  List<String> columns(String sql) {
    return first(sql + " LIMIT 0", 1).names();
  }

  private FirstRows first(String sql, int limit) {
    try (LakeQuery query = LakeQuery.open(lake, sql, spill, files, List.of())) {
      FirstRows first = new FirstRows(limit);
      query.forEach(first);
      return first;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number of a row. */
  static long number(Map<String, @Nullable Object> row, String column) {
    return ((Number) row.get(column)).longValue();
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(spill);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
