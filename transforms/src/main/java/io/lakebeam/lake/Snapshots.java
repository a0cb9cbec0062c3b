package io.lakebeam.lake;

import java.time.Instant;
import java.util.stream.LongStream;
import org.apache.paimon.Snapshot;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.utils.SnapshotManager;

/**
 * The snapshots that a table still has, by their ids, which count from 1 without a gap.
 *
 * <pre>{@code
 * long yesterday = lake.snapshots(table).newestAt(Instant.parse("2026-11-01T00:00:00Z"));
 * }</pre>
 */
public final class Snapshots {
  private final TableName name;
  private final FileStoreTable table;
  private final SnapshotManager manager;

  Snapshots(TableName name, FileStoreTable table) {
    this.name = name;
    this.table = table;
    this.manager = table.snapshotManager();
  }

  /** The latest snapshot's id, 0 where nothing was committed yet. */
  public long latest() {
    Long id = manager.latestSnapshotId();
    return id == null ? 0 : id;
  }

  /** The oldest one's id, 0 where nothing was committed yet. */
  public long oldest() {
    Long id = manager.earliestSnapshotId();
    return id == null ? 0 : id;
  }

  /**
   * The id of the newest one that was committed at {@code time} or before.
   *
   * @throws LakeException if there is none any more, or there was none yet
   */
  public long newestAt(Instant time) {
    return asOf(time).id();
  }

  /** When a snapshot was committed, by the committer's clock. */
  public Instant committedAt(long id) {
    return Instant.ofEpochMilli(get(id).timeMillis());
  }

  /**
   * Whether {@link LakeIO#changes} between two snapshots has all that came in between: both are
   * there, and none has replaced rows.
   */
  public boolean tellChanges(long after, long through) {
    return after >= Math.max(1, oldest())
        && after <= through
        && through <= latest()
        && LongStream.rangeClosed(after + 1, through)
            .mapToObj(this::get)
            .noneMatch(one -> one.commitKind() == Snapshot.CommitKind.OVERWRITE);
  }

  Snapshot get(long id) {
    if (id < oldest() || id > latest() || !exists(id)) {
      throw new LakeException(
          "table %s has no snapshot %d%s; %s"
              .formatted(name, id, id < oldest() ? " any more, it has expired" : "", found()));
    }
    return manager.snapshot(id);
  }

  Snapshot tagged(String tag) {
    return table
        .tagManager()
        .get(tag)
        .orElseThrow(
            () ->
                new LakeException(
                    "table %s has no tag '%s'; it has: %s"
                        .formatted(name, tag, table.tagManager().allTagNames())))
        .trimToSnapshot();
  }

  /** The newest snapshot that was committed at {@code time} or before. */
  Snapshot asOf(Instant time) {
    Snapshot found = manager.earlierOrEqualTimeMills(time.toEpochMilli());
    if (found == null) {
      throw new LakeException(
          "table %s has no snapshot as old as %s; %s, the oldest committed at %s"
              .formatted(name, time, found(), committed(oldest())));
    }
    // Of several committed in one millisecond the search finds any.
    while (found.id() < latest() && get(found.id() + 1).timeMillis() <= time.toEpochMilli()) {
      found = get(found.id() + 1);
    }
    return found;
  }

  /** What there is, for messages. */
  String found() {
    return latest() == 0
        ? "nothing was committed to it yet"
        : "it has %d to %d and the tags %s"
            .formatted(oldest(), latest(), table.tagManager().allTagNames());
  }

  private boolean exists(long id) {
    return manager.snapshotExists(id);
  }

  private String committed(long id) {
    return id == 0 ? "never" : committedAt(id).toString();
  }
}
