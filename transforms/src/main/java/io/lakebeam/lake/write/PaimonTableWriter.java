package io.lakebeam.lake.write;

import java.util.List;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.memory.MemoryPoolFactory;
import org.apache.paimon.memory.MemorySegment;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.TableWriteImpl;

/** Paimon's own writer, for tables with columns that have parts, or that someone else has made. */
final class PaimonTableWriter implements TableWriter {
  private final TableWriteImpl<?> write;
  private final int arity;

  PaimonTableWriter(FileStoreTable table, MemoryPoolFactory memory) {
    this.arity = table.rowType().getFieldCount();
    this.write = table.newWrite("lakebeam");
    // What is in the bucket already does not matter to a writer that never compacts: the order
    // of two rows with one key is in their sequence columns, not in the order of writing.
    write.withIgnorePreviousFiles(true).withMemoryPoolFactory(memory);
  }

  @Override
  public void write(InternalRow row) throws Exception {
    write.write(row);
  }

  @Override
  public void write(byte[] bytes) throws Exception {
    BinaryRow row = new BinaryRow(arity);
    row.pointTo(MemorySegment.wrap(bytes), 0, bytes.length);
    write.write(row);
  }

  @Override
  public List<CommitMessage> finish() throws Exception {
    return write.prepareCommit(false, 0);
  }

  @Override
  public void close() throws Exception {
    write.close();
  }
}
