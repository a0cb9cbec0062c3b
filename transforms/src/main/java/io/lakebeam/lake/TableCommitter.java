package io.lakebeam.lake;

import java.util.List;
import java.util.Map;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.TableCommitImpl;
import org.apache.paimon.utils.SnapshotManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits files to tables under each table's lock, each batch as a commit user of its own, so that
 * its commit can be found: Paimon keeps the user with the snapshot. Whether a batch is in is read
 * from the table, before each commit and after one whose outcome is unknown; it is never guessed.
 */
final class TableCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(TableCommitter.class);
  private static final String USER = "lakebeam-";
  private static final long IDENTIFIER = 1;

  private final OpenTables tables;

  TableCommitter(OpenTables tables) {
    this.tables = tables;
  }

  /**
   * Commits a batch's files, unless they are in: a runner that restores its state may hand out
   * files again that were committed after that state was kept.
   *
   * @return whether it committed
   */
  boolean commit(WrittenFiles files) throws Exception {
    TableName name = files.table();
    try (TableLock lock = TableLock.acquire(tables.lake(), name)) {
      if (isCommitted(files)) {
        LOG.info("table {}: batch {} is in already", name, files.commit());
        return false;
      }
      commitLocked(name, files.commit(), files.commitMessages());
      return true;
    }
  }

  /** Commits {@code messages} once where the caller holds the table's lock. */
  void commitLocked(TableName name, String commit, List<CommitMessage> messages) throws Exception {
    FileStoreTable table = tables.table(name);
    try (TableCommitImpl committing = table.newCommit(USER + commit)) {
      committing.ignoreEmptyCommit(true);
      try {
        committing.commit(IDENTIFIER, messages);
      } catch (RuntimeException e) {
        LOG.warn("table {}: the outcome of a commit is unknown; reading the table", name, e);
        committing.filterAndCommit(Map.of(IDENTIFIER, messages));
      }
    }
  }

  private boolean isCommitted(WrittenFiles files) {
    SnapshotManager snapshots = tables.table(files.table()).snapshotManager();
    Long latest = snapshots.latestSnapshotId();
    if (latest == null || latest <= files.base()) {
      return false;
    }
    requireKept(files, snapshots.earliestSnapshotId());
    for (long id = files.base() + 1; id <= latest; id++) {
      if (snapshots.snapshot(id).commitUser().equals(USER + files.commit())) {
        return true;
      }
    }
    return false;
  }

  private static void requireKept(WrittenFiles files, long earliest) {
    if (earliest > files.base() + 1) {
      throw new LakeException(
          "table %s: files written at snapshot %d are to be committed, the oldest snapshot left is"
                  .formatted(files.table(), files.base())
              + " %d; whether they are in cannot be told. Start without the runner's state: the"
                  .formatted(earliest)
              + " positions in the lake say where to resume");
    }
  }
}
