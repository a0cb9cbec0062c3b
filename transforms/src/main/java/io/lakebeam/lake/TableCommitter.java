package io.lakebeam.lake;

import java.io.IOException;
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

  /** The lock is held, so nobody is in the way; and the store's client has tried again itself. */
  private static final Map<String, String> NO_RETRIES = Map.of("commit.max-retries", "0");

  private final OpenTables tables;
  private final String user = "lakebeam-" + UUID.randomUUID();

  TableCommitter(OpenTables tables) {
    this.tables = tables;
  }

  /**
   * Commits {@code messages} once.
   *
   * @param identifier greater than that of this committer's last commit to the table
   * @throws LakeException if the commit failed and reading the table did not settle it
   */
  void commit(TableName name, long identifier, List<CommitMessage> messages) throws IOException {
    try (TableLock lock = TableLock.acquire(tables.lake(), name)) {
      commitLocked(lock, name, identifier, messages);
      return;
    } catch (LockLostException e) {
      LOG.warn("table {}: lost its lock in a commit; settling it under a new one", name, e);
    }
    try (TableLock lock = TableLock.acquire(tables.lake(), name)) {
      lock.requireHeld();
      settle(name, identifier, messages);
    }
  }

  /**
   * The same where the caller holds the table's lock.
   *
   * @throws LockLostException if the caller does not hold it any longer: whether the commit went
   *     through before, only who holds it anew can tell
   */
  void commitLocked(TableLock lock, TableName name, long identifier, List<CommitMessage> messages) {
    try (TableCommitImpl commit = open(name)) {
      commit.ignoreEmptyCommit(true);
      commit.commit(identifier, messages);
    } catch (Exception e) {
      lock.requireHeld();
      LOG.warn("table {}: the outcome of a commit is unknown; reading the table", name, e);
      settle(name, identifier, messages);
    }
  }

  private void settle(TableName name, long identifier, List<CommitMessage> messages) {
    try (TableCommitImpl commit = open(name)) {
      commit.ignoreEmptyCommit(true);
      commit.filterAndCommit(Map.of(identifier, messages));
    } catch (Exception e) {
      throw new LakeException(
          "table %s: a commit failed, and so did reading the table to see whether it is in; its rows count as not committed"
              .formatted(name),
          e);
    }
  }

  private TableCommitImpl open(TableName name) {
    FileStoreTable table = tables.table(name);
    return table.copy(NO_RETRIES).newCommit(user);
  }
}
