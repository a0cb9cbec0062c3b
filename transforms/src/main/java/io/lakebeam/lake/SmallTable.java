package io.lakebeam.lake;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.TableWriteImpl;

/**
 * Writes a few rows at a time, outside any pipeline, into a table so small that its writer compacts
 * it as it goes. A write holds the table's lock from its start to its commit.
 */
final class SmallTable {
  private final Lake lake;
  private final TableName name;
  private final FileStoreTable table;
  private final TableCommitter committer;

  /** Opens the table, which is made if it is not there. */
  SmallTable(Lake lake, LakeTable definition) {
    this.lake = lake;
    lake.create(definition);
    OpenTables tables = new OpenTables(lake);
    this.name = definition.name();
    this.table = tables.table(name).copy(Map.of("write-only", "false"));
    this.committer = new TableCommitter(tables);
  }

  void write(List<? extends InternalRow> rows) throws Exception {
    write(() -> rows);
  }

  /**
   * Writes rows that are found once the table is locked, so that they may depend on what it holds.
   */
  void write(Callable<List<? extends InternalRow>> rows) throws Exception {
    // The lock is held from the first look at the table: compaction replaces what it has seen.
    try (TableLock lock = TableLock.acquire(lake, name);
        TableWriteImpl<?> write = table.newWrite("lakebeam-" + name.table())) {
      List<? extends InternalRow> found = rows.call();
      if (!found.isEmpty()) {
        committer.commitLocked(lock, name, UUID.randomUUID().toString(), files(write, found));
      }
    }
  }

  private List<CommitMessage> files(TableWriteImpl<?> write, List<? extends InternalRow> rows)
      throws Exception {
    try {
      for (InternalRow row : rows) {
        write.write(row);
      }
      return write.prepareCommit(true, 1);
    } catch (IOException | RuntimeException e) {
      throw LakeException.notWritten(name, lake, e);
    }
  }
}
