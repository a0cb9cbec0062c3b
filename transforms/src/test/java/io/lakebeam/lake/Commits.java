package io.lakebeam.lake;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.options.ExpireConfig;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.table.sink.TableCommitImpl;
import org.apache.paimon.table.sink.TableWriteImpl;

/** Commits to one table by Paimon's own writer, one snapshot each. */
final class Commits {
  private final Lake lake;
  private final TableName name;
  private final int buckets;

  private Commits(Lake lake, LakeTable table) {
    this.lake = lake;
    this.name = table.name();
    this.buckets = table.buckets();
  }

  /** Commits to {@code table}, which is made. */
  static Commits to(Lake lake, LakeTable table) {
    lake.create(table);
    return new Commits(lake, table);
  }

  /** Adds rows; the id of the snapshot. */
  long add(List<? extends InternalRow> rows) throws Exception {
    FileStoreTable table = lake.open(name);
    try (TableWriteImpl<?> write = table.newWrite(UUID.randomUUID().toString())) {
      for (InternalRow row : rows) {
        write.write(row);
      }
      return commit(table, write);
    }
  }

  /** Replaces all rows by these; the id of the snapshot. */
  long overwrite(InternalRow... rows) throws Exception {
    BatchWriteBuilder builder = lake.open(name).newBatchWriteBuilder().withOverwrite();
    try (BatchTableWrite write = builder.newWrite();
        BatchTableCommit commit = builder.newCommit()) {
      for (InternalRow row : rows) {
        write.write(row);
      }
      commit.commit(write.prepareCommit());
    }
    return lake.snapshot(name);
  }

  long add(InternalRow... rows) throws Exception {
    return add(Arrays.asList(rows));
  }

  /** Rewrites every bucket into one sorted run; the id of the snapshot. */
  long compact() throws Exception {
    FileStoreTable table = lake.open(name).copy(Map.of("write-only", "false"));
    try (TableWriteImpl<?> write = table.newWrite(UUID.randomUUID().toString())) {
      for (int bucket = 0; bucket < buckets; bucket++) {
        write.compact(BinaryRow.EMPTY_ROW, bucket, true);
      }
      return commit(table, write);
    }
  }

  void tag(String tag, long snapshot) {
    lake.open(name).createTag(tag, snapshot);
  }

  void expireAllButTheNewest(int kept) {
    lake.open(name)
        .newExpireSnapshots()
        .config(ExpireConfig.builder().snapshotRetainMin(1).snapshotRetainMax(kept).build())
        .expire();
  }

  void evolve(SchemaChange... changes) throws Exception {
    lake.open(name).schemaManager().commitChanges(changes);
  }

  private long commit(FileStoreTable table, TableWriteImpl<?> write) throws Exception {
    try (TableCommitImpl commit = table.newCommit(UUID.randomUUID().toString())) {
      commit.commit(1, write.prepareCommit(true, 1));
    }
    return lake.snapshot(name);
  }
}
