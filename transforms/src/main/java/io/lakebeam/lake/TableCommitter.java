package io.lakebeam.lake;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.TableCommitImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits files to tables under each table's lock, as a commit user of its own. A commit whose
 * outcome is unknown is settled by reading the table: Paimon keeps the user and the identifier of
 * every commit with the snapshot.
 */
final class TableCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(TableCommitter.class);

  private final OpenTables tables;
  private final String user = "lakebeam-" + UUID.randomUUID();

  TableCommitter(OpenTables tables) {
    this.tables = tables;
  }

  /**
   * Commits {@code messages} once.
   *
   * @param identifier greater than that of this committer's last commit to the table
   */
  void commit(TableName name, long identifier, List<CommitMessage> messages) throws Exception {
    try (TableLock lock = TableLock.acquire(tables.lake(), name)) {
      commitLocked(name, identifier, messages);
    }
  }

  /** The same where the caller holds the table's lock. */
  void commitLocked(TableName name, long identifier, List<CommitMessage> messages)
      throws Exception {
    FileStoreTable table = tables.table(name);
    try (TableCommitImpl commit = table.newCommit(user)) {
      commit.ignoreEmptyCommit(true);
      try {
        commit.commit(identifier, messages);
      } catch (RuntimeException e) {
        LOG.warn("table {}: the outcome of a commit is unknown; reading the table", name, e);
        commit.filterAndCommit(Map.of(identifier, messages));
      }
    }
  }
}
