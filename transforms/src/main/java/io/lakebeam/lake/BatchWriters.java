package io.lakebeam.lake;

import io.lakebeam.lake.write.PagePool;
import io.lakebeam.lake.write.TableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.paimon.memory.MemoryPoolFactory;
import org.apache.paimon.table.sink.CommitMessage;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The writers of one batch, one per table, over one pool of memory: when it is used up, the largest
 * of them writes out what it holds.
 *
 * <p>Beam's Direct runner tears functions down while its workers are still in them, when a pipeline
 * has failed: {@link #close} may come from another thread, waits for the call that is under way,
 * and is the last that does something.
 */
final class BatchWriters implements AutoCloseable {
  private final OpenTables tables;
  private final WriteMemory memory = WriteMemory.lease();
  private final PagePool pool = new PagePool(memory.bytes());
  private @Nullable WriteMemory paimonsMemory;
  private @Nullable MemoryPoolFactory paimonsPool;
  private final Map<TableName, Writer> writers = new HashMap<>();

  /** The table of the row before, and its writer: rows come in runs. */
  private TableName lastTable;

  private Writer lastWriter;

  private boolean isClosed;

  BatchWriters(OpenTables tables) {
    this.tables = tables;
  }

  /**
   * Writes a row.
   *
   * @throws LakeException if it cannot be written
   * @throws IllegalStateException after {@link #close}
   */
  synchronized void write(LakeRow row) {
    requireOpen();
    writer(row.table()).write(row);
  }

  /**
   * Writes rows, with one look whether it is closed.
   *
   * @throws LakeException if one cannot be written
   * @throws IllegalStateException after {@link #close}
   */
  synchronized void write(List<LakeRow> rows) {
    requireOpen();
    for (LakeRow row : rows) {
      writer(row.table()).write(row);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a quick look before the map's
  private Writer writer(TableName table) {
    if (table != lastTable) {
      lastWriter = writers.get(table);
      if (lastWriter == null) {
        lastWriter = new Writer(table);
        writers.put(table, lastWriter);
      }
      lastTable = table;
    }
    return lastWriter;
  }

  Set<TableName> tables() {
    return writers.keySet();
  }

  /**
   * Closes the files; what they need to be committed.
   *
   * @throws IllegalStateException after {@link #close}
   */
  synchronized List<WrittenFiles> finish(String batch) throws Exception {
    requireOpen();
    List<WrittenFiles> written = new ArrayList<>(writers.size());
    for (Map.Entry<TableName, Writer> entry : new TreeMap<>(writers).entrySet()) {
      Writer writer = entry.getValue();
      writer.closeFiles();
      long base = tables.latest(entry.getKey());
      written.add(WrittenFiles.of(entry.getKey(), batch, base, writer.rows, writer.messages));
    }
    return written;
  }

  private void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException(
          "rows of tables %s were let go of: what wrote them was torn down, as it is when a"
                  .formatted(tables())
              + " pipeline has failed; an earlier error says why");
    }
  }

  @Override
  public synchronized void close() throws Exception {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      for (Writer writer : writers.values()) {
        writer.files.close();
      }
    } finally {
      memory.close();
      if (paimonsMemory != null) {
        paimonsMemory.close();
      }
    }
  }

  private MemoryPoolFactory paimonsPool() {
    if (paimonsPool == null) {
      paimonsMemory = WriteMemory.lease();
      paimonsPool = new MemoryPoolFactory(paimonsMemory.pool());
    }
    return paimonsPool;
  }

  /** A table's writer, and the version of the table's columns that it writes. */
  private final class Writer {
    private final TableName name;
    private final List<CommitMessage> messages = new ArrayList<>();
    private long schema;
    private TableWriter files;
    private long layoutSchema;
    private @Nullable RowLayout layout;
    private long rows;

    private Writer(TableName name) {
      this.name = name;
      open();
    }

    private void open() {
      schema = tables.table(name).schema().id();
      files = TableWriter.of(tables.table(name), pool, BatchWriters.this::paimonsPool);
      layout = null;
    }

    private void write(LakeRow row) {
      try {
        if (row.schema() > schema) {
          closeFiles();
          files.close();
          tables.refresh(name, row.schema());
          open();
        }
        if (layout == null || row.schema() != layoutSchema) {
          layout = tables.layout(name, row.schema());
          layoutSchema = row.schema();
        }
        if (layout.isSame()) {
          files.write(row.row());
        } else {
          files.write(layout.decode(row.row()));
        }
      } catch (LakeException e) {
        throw e;
      } catch (Exception e) {
        throw LakeException.notWritten(name, tables.lake(), e);
      }
      rows++;
    }

    private void closeFiles() throws Exception {
      try {
        messages.addAll(files.finish());
      } catch (IOException | RuntimeException e) {
        throw LakeException.notWritten(name, tables.lake(), e);
      }
    }
  }
}
