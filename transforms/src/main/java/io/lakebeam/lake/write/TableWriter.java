package io.lakebeam.lake.write;

import java.util.List;
import java.util.function.Supplier;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.memory.MemoryPoolFactory;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;

/**
 * Writes rows into new files of a table, which become part of it when they are committed. Not
 * thread-safe.
 *
 * <pre>{@code
 * try (TableWriter writer = TableWriter.of(table, new PagePool(pages), () -> memory)) {
 *   writer.write(row);
 *   committer.commit(writer.finish());
 * }
 * }</pre>
 */
public interface TableWriter extends AutoCloseable {
  /**
   * The writer of a table.
   *
   * @param pool where rows wait, of this table and of others of the batch
   * @param other where they wait if Paimon's own writer is the one
   */
  static TableWriter of(FileStoreTable table, PagePool pool, Supplier<MemoryPoolFactory> other) {
    return TableForm.fits(table)
        ? new SortedTableWriter(table, pool)
        : new PaimonTableWriter(table, other.get());
  }

  /**
   * Writes a row of the columns that the table was opened with.
   *
   * @param row may be used again by the caller
   */
  void write(InternalRow row) throws Exception;

  /**
   * The same for a row's bytes as {@link io.lakebeam.lake.RowCodec} makes them. Bytes that were
   * just written to another table of the batch are held once.
   */
  void write(byte[] row) throws Exception;

  /** Closes the files; what is to be committed. */
  List<CommitMessage> finish() throws Exception;

  /** Removes what was written and not handed out by {@link #finish}. */
  @Override
  void close() throws Exception;
}
