package io.lakebeam.lake.write;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.format.parquet.writer.StreamOutputFile;
import org.apache.paimon.fs.PositionOutputStream;
import org.apache.paimon.shade.org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.paimon.shade.org.apache.parquet.column.ColumnDescriptor;
import org.apache.paimon.shade.org.apache.parquet.column.ParquetProperties;
import org.apache.paimon.shade.org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.paimon.shade.org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.paimon.shade.org.apache.parquet.hadoop.CodecFactory;
import org.apache.paimon.shade.org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.paimon.shade.org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.paimon.shade.org.apache.parquet.hadoop.ParquetWriter;
import org.apache.paimon.shade.org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.paimon.shade.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.paimon.shade.org.apache.parquet.schema.MessageType;
import org.apache.paimon.types.RowType;

/**
 * A Parquet file of a table's rows, written a column at a time: all values of a block of rows that
 * are of one column go into its page by one loop, which costs half of what handing each value to a
 * record consumer does (docs/decisions/0046). Pages are compressed, row groups laid out and the
 * footer made by parquet-java.
 */
final class ParquetFile {
  /** Small enough to hold for some tables at a time, large enough to read with few requests. */
  private static final long ROW_GROUP_BYTES = 8L << 20;

  private final MessageType schema;
  private final List<ColumnDescriptor> descriptors;
  private final List<ColumnPages> columns;
  private final CodecFactory codecs;
  private final CompressionCodecName codec;
  private final ParquetFileWriter file;
  private ColumnChunkPageWriteStore group;
  private long[] heads = new long[0];
  private long rows;

  /**
   * Begins a file.
   *
   * @param schema of the file: Paimon's own columns, then those of {@code type}
   * @param codec as Paimon names it: zstd, snappy, none...
   */
  ParquetFile(
      PositionOutputStream out,
      MessageType schema,
      RowType type,
      String codec,
      Configuration settings)
      throws IOException {
    this.schema = schema;
    this.descriptors = schema.getColumns();
    this.columns = Columns.pages(type, descriptors);
    this.codecs = new CodecFactory(settings, ParquetProperties.DEFAULT_PAGE_SIZE);
    this.codec = CompressionCodecName.fromConf("none".equals(codec) ? null : codec);
    this.file =
        new ParquetFileWriter(
            new StreamOutputFile(out),
            schema,
            ParquetFileWriter.Mode.CREATE,
            ROW_GROUP_BYTES,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            (FileEncryptionProperties) null,
            ParquetProperties.builder().build());
    file.start();
  }

  /**
   * Adds rows.
   *
   * @param sequence the sequence number of all of them
   */
  void add(BinaryRow[] block, int count, long sequence) throws IOException {
    if (group == null) {
      openGroup();
    }
    if (heads.length < count) {
      heads = new long[count];
    }
    for (int i = 0; i < count; i++) {
      heads[i] = block[i].getSegments()[0].getLongLittleEndian(block[i].getOffset());
    }
    for (ColumnPages column : columns) {
      column.add(block, heads, count, sequence);
    }
    rows += count;
    if (heldBytes() >= ROW_GROUP_BYTES) {
      finishGroup();
    }
  }

  /** About how long the file is by now, with what is not written yet. */
  long size() throws IOException {
    return file.getPos() + heldBytes();
  }

  /** Writes what is left, and what tells where everything is. */
  ParquetMetadata finish() throws IOException {
    try {
      finishGroup();
      file.end(Map.of());
      return file.getFooter();
    } finally {
      codecs.release();
    }
  }

  /** Lets go of a file that is not finished. */
  void abandon() {
    codecs.release();
  }

  private void openGroup() {
    BytesInputCompressor compressor = codecs.getCompressor(codec);
    group =
        new ColumnChunkPageWriteStore(
            compressor,
            schema,
            HeapByteBufferAllocator.getInstance(),
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).open(group.getPageWriter(descriptors.get(i)));
    }
  }

  private void finishGroup() throws IOException {
    if (group == null) {
      return;
    }
    for (ColumnPages column : columns) {
      column.finishPage();
    }
    file.startBlock(rows);
    group.flushToFileWriter(file);
    file.endBlock();
    group.close();
    group = null;
    rows = 0;
  }

  /** What of the row group is not written: pages as they are compressed, and those begun. */
  private long heldBytes() {
    if (group == null) {
      return 0;
    }
    long held = 0;
    for (int i = 0; i < columns.size(); i++) {
      held += group.getPageWriter(descriptors.get(i)).getMemSize() + columns.get(i).heldBytes();
    }
    return held;
  }
}
