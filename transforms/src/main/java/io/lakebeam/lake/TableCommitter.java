package io.lakebeam.lake;

import java.io.IOException;
import java.util.List;
import java.util.Map;
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

  /** The lock is held, so nobody is in the way; and the store's client has tried again itself. */
  private static final Map<String, String> NO_RETRIES = Map.of("commit.max-retries", "0");

  private final OpenTables tables;

  TableCommitter(OpenTables tables) {
    this.tables = tables;
  }

  /**
   * Commits a batch's files, unless they are in: a runner that restores its state may hand out
   * files again that were committed after that state was kept.
   *
   * @return whether it committed
   * @throws LakeException if the commit failed and reading the table did not settle it
   */
  boolean commit(WrittenFiles files) throws IOException {
    TableName name = files.table();
    List<CommitMessage> messages = files.commitMessages();
    try (TableLock lock = TableLock.acquire(tables.lake(), name)) {
      if (isCommitted(files)) {
        LOG.info("table {}: batch {} is in already", name, files.commit());
        return false;
      }
      commitLocked(lock, name, files.commit(), messages);
      return true;
    } catch (LockLostException e) {
      LOG.warn("table {}: lost its lock in a commit; settling it under a new one", name, e);
    }
    try (TableLock lock = TableLock.acquire(tables.lake(), name)) {
      lock.requireHeld();
      settle(name, files.commit(), messages);
      return true;
    }
  }

  /**
   * Commits {@code messages} once where the caller holds the table's lock.
   *
   * @param commit names this commit, and no other
   * @throws LockLostException if the caller does not hold it any longer: whether the commit went
   *     through before, only who holds it anew can tell
   */
  void commitLocked(TableLock lock, TableName name, String commit, List<CommitMessage> messages) {
    try (TableCommitImpl committing = open(name, commit)) {
      committing.ignoreEmptyCommit(true);
      committing.commit(IDENTIFIER, messages);
    } catch (Exception e) {
      lock.requireHeld();
      LOG.warn("table {}: the outcome of a commit is unknown; reading the table", name, e);
      settle(name, commit, messages);
    }
  }

  /**
   * Commits {@code messages} once in place of all that the table holds; the caller holds its lock.
   *
   * @throws LockLostException if the caller does not hold it any longer; it may have gone through
   * @throws LakeException if the table is as it was
   */
  void replaceLocked(TableLock lock, TableName name, String commit, List<CommitMessage> messages) {
    long base = tables.latest(name);
    try (TableCommitImpl committing = open(name, commit)) {
      committing.withOverwrite(Map.of());
      committing.commit(IDENTIFIER, messages);
    } catch (Exception e) {
      lock.requireHeld();
      LOG.warn("table {}: the outcome of a commit is unknown; reading the table", name, e);
      if (!isCommitted(name, base, commit)) {
        throw new LakeException("table %s: its rows were not replaced".formatted(name), e);
      }
    }
  }

  /**
   * Writes the manifests anew, so that they name only what there is: the least and the greatest
   * keys of files that were replaced are in the old ones. The caller holds the table's lock.
   */
  void cleanManifestsLocked(TableName name, String commit) throws Exception {
    try (TableCommitImpl committing = open(name, commit)) {
      committing.compactManifests();
    }
  }

  private void settle(TableName name, String commit, List<CommitMessage> messages) {
    try (TableCommitImpl committing = open(name, commit)) {
      committing.ignoreEmptyCommit(true);
      committing.filterAndCommit(Map.of(IDENTIFIER, messages));
    } catch (Exception e) {
      throw new LakeException(
          "table %s: a commit failed, and so did reading the table to see whether it is in; its rows count as not committed"
              .formatted(name),
          e);
    }
  }

  private TableCommitImpl open(TableName name, String commit) {
    return tables.table(name).copy(NO_RETRIES).newCommit(USER + commit);
  }

  private boolean isCommitted(WrittenFiles files) {
    SnapshotManager snapshots = tables.table(files.table()).snapshotManager();
    Long latest = snapshots.latestSnapshotId();
    if (latest == null || latest <= files.base()) {
      return false;
    }
    requireKept(files, snapshots.earliestSnapshotId());
    return isCommitted(files.table(), files.base(), files.commit());
  }

  private boolean isCommitted(TableName name, long base, String commit) {
    SnapshotManager snapshots = tables.table(name).snapshotManager();
    Long latest = snapshots.latestSnapshotId();
    for (long id = base + 1; latest != null && id <= latest; id++) {
      if (snapshots.snapshot(id).commitUser().equals(USER + commit)) {
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
