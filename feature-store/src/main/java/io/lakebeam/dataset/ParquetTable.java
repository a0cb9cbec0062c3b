package io.lakebeam.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * A flat, typed table in one Parquet file on the local disk.
 *
 * <pre>{@code
 * TableSchema schema = TableSchema.of(Column.required("row", ColumnType.INT64));
 * try (TableWriter writer = ParquetTable.writer(file, schema)) {
 *   writer.write(17L);
 *   writer.commit();
 * }
 * TableData data = ParquetTable.read(file);
 * }</pre>
 *
 * <p>Files are compressed with Zstandard and readable by any Parquet reader. No Hadoop file system
 * is started.
 */
public final class ParquetTable {
  private ParquetTable() {}

  /**
   * Begins a file, which replaces an older one of that path when it is committed.
   *
   * @throws IOException when the directory cannot be written to
   */
  public static TableWriter writer(Path file, TableSchema schema) throws IOException {
    return new TableWriter(file, schema);
  }

  /**
   * Reads a whole file.
   *
   * @throws NoSuchFileException when there is none
   * @throws IOException when it is not Parquet, or damaged; the message names the file
   * @throws IllegalArgumentException when a column's type is none of {@link ColumnType}
   */
  public static TableData read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such Parquet file");
    }
    try (ParquetFileReader reader = open(file)) {
      MessageType message = reader.getFileMetaData().getSchema();
      TableSchema schema = TableSchema.fromParquet(file, message);
      return readColumns(reader, schema, Math.toIntExact(reader.getRecordCount()));
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IOException(file + ": not a readable Parquet file: " + e.getMessage(), e);
    }
  }

  /**
   * How many rows a file has; only its end is read.
   *
   * @throws IOException when there is none, or it is damaged
   */
  public static long rows(Path file) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      return reader.getRecordCount();
    }
  }

  private static ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(
        new LocalInputFile(file),
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
  }

  private static TableData readColumns(ParquetFileReader reader, TableSchema schema, int rows)
      throws IOException {
    MessageType message = reader.getFileMetaData().getSchema();
    Object[][] columns = new Object[schema.columns().size()][rows];
    List<ColumnDescriptor> descriptors = message.getColumns();
    int start = 0;
    for (PageReadStore pages = reader.readNextRowGroup();
        pages != null;
        pages = reader.readNextRowGroup()) {
      int count = Math.toIntExact(pages.getRowCount());
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              pages,
              new UnusedConverter(message),
              message,
              reader.getFileMetaData().getCreatedBy());
      for (int column = 0; column < columns.length; column++) {
        readColumn(
            store.getColumnReader(descriptors.get(column)),
            schema.columns().get(column).type(),
            columns[column],
            start,
            count);
      }
      start += count;
    }
    return new TableData(schema, columns, rows);
  }

  private static void readColumn(
      ColumnReader reader, ColumnType type, Object[] into, int start, int rows) {
    int present = reader.getDescriptor().getMaxDefinitionLevel();
    Map<Object, Object> seen = new HashMap<>(); // one object per distinct value
    for (int i = start; i < start + rows; i++) {
      if (reader.getCurrentDefinitionLevel() == present) {
        Object value = type.read(reader);
        into[i] = seen.size() < 10_000 ? seen.computeIfAbsent(value, v -> v) : value;
      }
      reader.consume();
    }
  }
}
