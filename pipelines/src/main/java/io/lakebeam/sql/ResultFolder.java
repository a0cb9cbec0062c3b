package io.lakebeam.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.lake.FileAccess;
import io.lakebeam.lake.Lake;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.apache.paimon.fs.FileIO;

/**
 * A folder, of this machine or in the lake's store, that has the results of many queries, as
 * Amazon's Athena keeps them: {@code ID.csv}, or another format, under an id that no other query
 * has, with {@code ID.csv.metadata.json} and the query, {@code ID.sql}, beside it.
 *
 * <pre>{@code
 * ResultFolder folder = ResultFolder.at("s3://lake/athena_results/", lake, ResultFile.Format.CSV, spill);
 * try (LakeQuery query = LakeQuery.open(lake, sql, spill, List.of(), List.of(folder.unfinished()))) {
 *   long rows = folder.write(query, sql);
 * }
 * }</pre>
 *
 * <p>A result is there, whole, or it is not. On S3 it is the last of its three objects: who sees it
 * finds the others. What a killed query leaves is a query without a result. Nothing is replaced.
 */
public final class ResultFolder {
  private static final String S3 = "s3://";

  private final String folder;
  private final String id;
  private final String extension;
  private final Lake lake;
  private final ResultFile local;
  private final Path work;

  private ResultFolder(
      String folder, String id, String extension, Lake lake, ResultFile local, Path work) {
    this.folder = folder;
    this.id = id;
    this.extension = extension;
    this.lake = lake;
    this.local = local;
    this.work = work;
  }

  /**
   * The place of one result in a folder.
   *
   * @param folder a path of this machine, or {@code s3://bucket/prefix}; made when it is written
   * @param work a folder of this machine for results that are on their way to a store
   * @throws QueryException if it is in a store and the lake has none
   */
  public static ResultFolder at(String folder, Lake lake, ResultFile.Format format, Path work) {
    String extension = format.name().toLowerCase(Locale.ROOT);
    String id = UUID.randomUUID().toString();
    boolean isRemote = folder.startsWith(S3);
    if (isRemote && lake.store() == null) {
      throw new QueryException(
          "output %s: the lake is at %s, and has no store whose it could be; give a folder of this machine"
              .formatted(folder, lake.warehouse()));
    }
    if (folder.contains("://") && !folder.matches("s3://[^/]+(/.*)?")) {
      throw new QueryException(
          "output: found '%s'; allowed: a folder of this machine, s3://bucket/prefix"
              .formatted(folder));
    }
    String plain = folder.replaceAll("/+$", "");
    Path place = isRemote ? work : Path.of(folder);
    ResultFile local = ResultFile.of(place.resolve(id + "." + extension), format);
    return new ResultFolder(plain, id, extension, lake, local, work);
  }

  /** What the query's result is found by. */
  public String id() {
    return id;
  }

  /** Where the engine writes it before it is whole. */
  public Path unfinished() {
    return local.unfinished();
  }

  /** Where it is, once it is written. */
  public String file() {
    return isRemote() ? "%s/%s.%s".formatted(folder, id, extension) : local.file().toString();
  }

  private boolean isRemote() {
    return folder.startsWith(S3);
  }

  /**
   * Writes the result of a query, and what is beside it.
   *
   * @return how many rows it has
   */
  public long write(LakeQuery query, String sql) throws IOException {
    if (!isRemote()) {
      Files.createDirectories(local.file().getParent());
      Files.writeString(local.file().resolveSibling(id + ".sql"), sql);
      return local.write(query, sql);
    }
    Path metadata = work.resolve("%s.%s.metadata.json".formatted(id, extension));
    try {
      long rows = local.write(query, sql);
      FileIO io = FileAccess.at(lake.store()).io(folder);
      try (OutputStream out = io.newOutputStream(remote(id + ".sql"), false)) {
        out.write(sql.getBytes(UTF_8));
      }
      put(io, metadata);
      put(io, local.file());
      return rows;
    } finally {
      Files.deleteIfExists(metadata);
      Files.deleteIfExists(local.file());
      Files.deleteIfExists(work);
    }
  }

  private org.apache.paimon.fs.Path remote(String name) {
    return new org.apache.paimon.fs.Path(folder, name);
  }

  /** An object is there when it is closed; what fails before is closed too, so it is asked for. */
  private void put(FileIO io, Path file) throws IOException {
    org.apache.paimon.fs.Path object = remote(file.getFileName().toString());
    try (OutputStream out = io.newOutputStream(object, false)) {
      Files.copy(file, out);
    }
    long found = io.getFileStatus(object).getLen();
    if (found != Files.size(file)) {
      throw new IOException(
          "%s: %d of %d bytes are there; run the query again"
              .formatted(object, found, Files.size(file)));
    }
  }
}
