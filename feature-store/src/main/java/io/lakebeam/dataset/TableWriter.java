package io.lakebeam.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * Writes one Parquet file row by row; the file appears, whole, at {@link #commit()}.
 *
 * <pre>{@code
 * try (TableWriter writer = ParquetTable.writer(file, schema)) {
 *   for (Row row : rows) {
 *     writer.write(row.id(), row.age());
 *   }
 *   writer.commit();
 * }
 * }</pre>
 *
 * <p>Idempotent by path: the same rows give the same bytes, and replace what was there. Closed
 * without a commit, as after an exception, it leaves an older file as it was and nothing else
 * behind. Not for use by several threads.
 */
public final class TableWriter implements Closeable {
  private final Path file;
  private final Path unfinished;
  private final TableSchema schema;
  private final ParquetWriter<Object[]> writer;
  private long rows;
  private boolean closed;

  TableWriter(Path file, TableSchema schema) throws IOException {
    this.file = file.toAbsolutePath();
    this.schema = schema;
    this.unfinished =
        this.file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    this.writer = RowWriteSupport.open(unfinished, schema);
  }

  /**
   * Adds a row.
   *
   * @param row one value per column, of its {@link ColumnType#javaType()}
   * @throws IllegalArgumentException when the row does not fit the schema; nothing is added then
   * @throws IOException when the disk refuses
   */
  public void write(Object... row) throws IOException {
    check(row);
    writer.write(row);
    rows++;
  }

  /** The rows written so far. */
  public long rows() {
    return rows;
  }

  /**
   * Ends the file and moves it to its place, over an older one.
   *
   * @throws IOException when the disk refuses; an older file is then still there
   */
  public void commit() throws IOException {
    writer.close();
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    closed = true;
  }

  /** Gives up what was not committed. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      writer.close();
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private void check(Object[] row) {
    if (row.length != schema.columns().size()) {
      throw new IllegalArgumentException(
          "%s row %d: found %d values; allowed: %d, one for each of %s"
              .formatted(file, rows, row.length, schema.columns().size(), schema.names()));
    }
    for (int i = 0; i < row.length; i++) {
      Column column = schema.columns().get(i);
      if (row[i] == null ? !column.nullable() : !column.type().accepts(row[i])) {
        throw new IllegalArgumentException(
            "%s row %d: column '%s' found: %s; allowed: %s"
                .formatted(file, rows, column.name(), describe(row[i]), allowed(column)));
      }
    }
  }

  private static String describe(Object value) {
    return value == null ? "null" : value.getClass().getSimpleName() + " '" + value + "'";
  }

  private static String allowed(Column column) {
    String type = column.type().javaType().getSimpleName();
    String whole = column.type() == ColumnType.TIMESTAMP_MICROS ? " in whole microseconds" : "";
    return type + whole + (column.nullable() ? " or null" : "");
  }
}
