package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.paimon.Snapshot;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.types.RowType;

/**
 * Other rows for a table in one commit, while writers go on: readers see the rows before or those
 * after. What writers committed since the rows were read is added again under the table's lock, by
 * key and order as always; what they commit later comes on top.
 */
final class Replacement {
  private final Lake lake;
  private final TableName name;
  private final RowType type;

  /** Rows that are handed on one by one. */
  interface Rows {
    void forEach(Consumer<InternalRow> use);
  }

  /** What is done under the table's lock after the rows are in place. */
  interface Afterwards {
    void run(TableLock lock, TableCommitter committer) throws Exception;
  }

  /**
   * For a table that has these columns.
   *
   * @param type its columns when the rows were made
   */
  Replacement(Lake lake, TableName name, RowType type) {
    this.lake = lake;
    this.name = name;
    this.type = type;
  }

  /** What is committed to the table after snapshot {@code since}, with all columns. */
  interface Since {
    Rows of(Rows committed);
  }

  /**
   * Puts {@code rows} in place of all that the table holds.
   *
   * @param since a snapshot of which {@code rows} has all that is to stay; 0: from before the first
   * @param filter what is to stay of what came after it
   * @throws LakeException if the columns have changed meanwhile, if snapshots since have expired or
   *     were replaced themselves, or if the commit failed: the table is as it was
   */
  void put(Rows rows, long since, Since filter, Afterwards afterwards) {
    String commit = UUID.randomUUID().toString();
    OpenTables tables = new OpenTables(lake);
    TableCommitter committer = new TableCommitter(tables);
    List<CommitMessage> files = new ArrayList<>();
    try {
      files.addAll(write(tables, commit, rows));
      try (TableLock lock = TableLock.acquire(lake, name)) {
        requireSameColumns();
        files.addAll(write(tables, commit, filter.of(use -> readSince(since, use))));
        committer.replaceLocked(lock, name, commit, files);
        afterwards.run(lock, committer);
      }
    } catch (LakeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException("table %s: its rows were not replaced".formatted(name), e);
    }
  }

  /** Files of the table that no snapshot names yet. */
  private List<CommitMessage> write(OpenTables tables, String commit, Rows rows) throws Exception {
    RowEncoder encoder = RowEncoder.of(lake, name, type);
    try (BatchWriters writers = new BatchWriters(tables)) {
      rows.forEach(row -> writers.write(encoder.encode(row)));
      List<CommitMessage> messages = new ArrayList<>();
      for (WrittenFiles files : writers.finish(commit)) {
        messages.addAll(files.commitMessages());
      }
      return messages;
    }
  }

  private void readSince(long since, Consumer<InternalRow> use) {
    FileStoreTable now = lake.open(name);
    Snapshots snapshots = new Snapshots(name, now);
    SnapshotRange range = new SnapshotRange(since, snapshots.latest());
    range.requireIn(name, snapshots);
    List<String> columns = type.getFieldNames();
    for (long id = since + 1; id <= range.through(); id++) {
      Snapshot snapshot = range.get(name, snapshots, id);
      if (snapshot.commitKind() == Snapshot.CommitKind.APPEND) {
        new RowReader(name, now, columns, ListSnapshots.added(now.newSnapshotReader(), snapshot))
            .forEach(use);
      }
    }
  }

  private void requireSameColumns() {
    if (!lake.type(name).equalsIgnoreFieldId(type)) {
      throw new LakeException(
          "table %s: its columns have changed while its rows were made anew; run it again"
              .formatted(name));
    }
  }
}
