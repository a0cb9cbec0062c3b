package io.lakebeam.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A file for a query's result, and one beside it, {@code FILE.metadata.json}, that says where the
 * result is from: the query, the tables' snapshots, rows, seconds.
 *
 * <pre>{@code
 * ResultFile out = ResultFile.of(Path.of("scores.parquet"), ResultFile.Format.PARQUET);
 * try (LakeQuery query = LakeQuery.open(lake, sql, spill, List.of(), List.of(out.unfinished()))) {
 *   long rows = out.write(query, sql);
 * }
 * }</pre>
 *
 * <p>The file is there, whole, or it is not: it is written under another name and moved. A file of
 * that name is replaced. The metadata follow it.
 */
public final class ResultFile {
  private final Path file;
  private final Path unfinished;
  private final Format format;

  private ResultFile(Path file, Format format) {
    this.file = file;
    this.format = format;
    this.unfinished = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
  }

  /** How a result is written. */
  public enum Format {
    /** {@link CsvRows}. */
    CSV,
    /** {@link JsonRows}. */
    JSON,
    /** Columns with their types. */
    PARQUET
  }

  /** The file at {@code path}; folders on the way are made when it is written. */
  public static ResultFile of(Path path, Format format) {
    return new ResultFile(path.toAbsolutePath().normalize(), format);
  }

  /** Where it is written before it is whole. */
  public Path unfinished() {
    return unfinished;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /**
   * Writes the result of {@code query}.
   *
   * @return how many rows it has
   */
  public long write(LakeQuery query, String sql) throws IOException {
    long start = System.nanoTime();
    Files.createDirectories(file.getParent());
    try {
      long rows = writeRows(query);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      writeMetadata(query, sql, rows, (System.nanoTime() - start) / 1e9);
      return rows;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private long writeRows(LakeQuery query) throws IOException {
    if (format == Format.PARQUET) {
      return query.toParquet(unfinished);
    }
    try (Writer out = Files.newBufferedWriter(unfinished, UTF_8)) {
      return query.forEach(format == Format.CSV ? new CsvRows(out) : new JsonRows(out));
    }
  }

  private void writeMetadata(LakeQuery query, String sql, long rows, double seconds)
      throws IOException {
    Map<String, Long> snapshots = new TreeMap<>();
    query.snapshots().forEach((table, snapshot) -> snapshots.put(table.toString(), snapshot));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("query", sql);
    metadata.put("snapshots", snapshots);
    metadata.put("rows", rows);
    metadata.put("seconds", Math.round(seconds * 1000) / 1000.0);
    byte[] json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(metadata);
    Files.write(unfinished, json);
    Path beside = file.resolveSibling(file.getFileName() + ".metadata.json");
    Files.move(unfinished, beside, StandardCopyOption.ATOMIC_MOVE);
  }
}
