package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.paimon.memory.HeapMemorySegmentPool;
import org.apache.paimon.memory.MemoryPoolFactory;
import org.apache.paimon.table.sink.TableWriteImpl;

/**
 * The writers of one batch, one per table, over one pool of memory: when it is used up, the largest
 * of them writes out what it holds.
 */
final class BatchWriters implements AutoCloseable {
  private static final long POOL_BYTES = 64L << 20;
  private static final int PAGE_BYTES = 64 << 10;

  private final OpenTables tables;
  private final MemoryPoolFactory memory =
      new MemoryPoolFactory(new HeapMemorySegmentPool(POOL_BYTES, PAGE_BYTES));
  private final Map<TableName, Writer> writers = new TreeMap<>();

  BatchWriters(OpenTables tables) {
    this.tables = tables;
  }

  void write(TableName table, byte[] row) throws Exception {
    Writer writer = writers.get(table);
    if (writer == null) {
      writer = open(table);
      writers.put(table, writer);
    }
    writer.write(row);
  }

  Set<TableName> tables() {
    return writers.keySet();
  }

  /** Closes the files; what they need to be committed. */
  List<WrittenFiles> finish(String batch) throws Exception {
    List<WrittenFiles> written = new ArrayList<>(writers.size());
    for (Map.Entry<TableName, Writer> entry : writers.entrySet()) {
      Writer writer = entry.getValue();
      written.add(
          WrittenFiles.of(
              entry.getKey(), batch, writer.rows, writer.files.prepareCommit(false, 0)));
    }
    return written;
  }

  @Override
  public void close() throws Exception {
    for (Writer writer : writers.values()) {
      writer.files.close();
    }
  }

  private Writer open(TableName name) {
    TableWriteImpl<?> write = tables.table(name).newWrite("lakebeam");
    // What is in the bucket already does not matter to a writer that never compacts: the order of
    // two rows with one key is in their sequence columns, not in the order of writing.
    write.withIgnorePreviousFiles(true).withMemoryPoolFactory(memory);
    return new Writer(write, tables.codec(name));
  }

  private static final class Writer {
    private final TableWriteImpl<?> files;
    private final RowCodec codec;
    private long rows;

    private Writer(TableWriteImpl<?> files, RowCodec codec) {
      this.files = files;
      this.codec = codec;
    }

    private void write(byte[] row) throws Exception {
      files.write(codec.decode(row));
      rows++;
    }
  }
}
