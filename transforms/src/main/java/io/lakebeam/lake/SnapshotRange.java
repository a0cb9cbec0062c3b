package io.lakebeam.lake;

import java.io.Serializable;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.paimon.Snapshot;

/**
 * A run of snapshots.
 *
 * @param after the id of the last one before it; 0: from the table's first
 * @param through the id of the last one in it; {@link #OPEN}: there is no last
 */
record SnapshotRange(long after, long through) implements Serializable {
  static final long OPEN = Long.MAX_VALUE - 1;

  SnapshotRange {
    if (after < 0 || through < after) {
      throw new IllegalArgumentException(
          "changes are after a snapshot, 0 or more, up to one that is not before it; found after %d"
                  .formatted(after)
              + " up to %d".formatted(through));
    }
  }

  boolean isOpen() {
    return through == OPEN;
  }

  OffsetRange offsets() {
    return new OffsetRange(after + 1, through + 1);
  }

  /** Refuses a range that the table cannot give whole. */
  void requireIn(TableName name, Snapshots snapshots) {
    if (!isOpen() && through > snapshots.latest()) {
      throw new LakeException(
          "table %s has no snapshot %d yet; %s".formatted(name, through, snapshots.found()));
    }
    if (after > snapshots.latest()) {
      throw new LakeException(
          "table %s has no snapshot %d to go on from; %s"
              .formatted(name, after, snapshots.found()));
    }
    if (through > after && snapshots.latest() > 0 && after + 1 < snapshots.oldest()) {
      throw expired(name, snapshots, after + 1);
    }
  }

  /** A snapshot of the range, which must be there and tell what was added. */
  Snapshot get(TableName name, Snapshots snapshots, long id) {
    if (id < snapshots.oldest()) {
      throw expired(name, snapshots, id);
    }
    Snapshot snapshot = snapshots.get(id);
    if (snapshot.commitKind() == Snapshot.CommitKind.OVERWRITE) {
      throw new LakeException(
          "table %s: snapshot %d replaced rows that were there, which is no list of changes;"
                  .formatted(name, id)
              + " %s".formatted(wayOut(id)));
    }
    return snapshot;
  }

  private static LakeException expired(TableName name, Snapshots snapshots, long id) {
    return new LakeException(
        "table %s: the changes of snapshot %d are asked for, but it has expired; the oldest there"
                .formatted(name, id)
            + " is %d, the latest %d; %s"
                .formatted(snapshots.oldest(), snapshots.latest(), wayOut(snapshots.latest())));
  }

  private static String wayOut(long id) {
    return "read the table whole with LakeIO.read(...).atSnapshot(%d), then the changes after %d"
        .formatted(id, id);
  }
}
