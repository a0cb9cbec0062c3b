package io.lakebeam.lake;

import java.time.Duration;
import org.apache.paimon.options.ExpireConfig;
import org.apache.paimon.table.ExpireSnapshots;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.utils.SnapshotManager;

/**
 * Ends time travel to old snapshots, and deletes the files that only they need. Kept: the last so
 * many, all that are younger than a time, what a Paimon consumer still has to read, and every
 * tagged one.
 */
final class SnapshotExpiry {
  /** At a time, so that a table with very many does not take memory for all of them at once. */
  private static final int SNAPSHOTS_AT_ONCE = 1_000;

  private final FileStoreTable table;
  private final int retainLast;
  private final Duration retainFor;

  SnapshotExpiry(FileStoreTable table, int retainLast, Duration retainFor) {
    this.table = table;
    this.retainLast = retainLast;
    this.retainFor = retainFor;
  }

  /** How many {@link #run} would expire now. */
  int due() {
    SnapshotManager snapshots = table.snapshotManager();
    Long latest = snapshots.latestSnapshotId();
    Long earliest = snapshots.earliestSnapshotId();
    if (latest == null || earliest == null) {
      return 0;
    }
    long youngest = System.currentTimeMillis() - retainFor.toMillis();
    long end =
        Math.min(
            latest - retainLast + 1,
            table.consumerManager().minNextSnapshot().orElse(Long.MAX_VALUE));
    int found = 0;
    for (long id = earliest; id < end; id++) {
      // One that is not there was deleted by an expiry that was killed before its end.
      if (snapshots.snapshotExists(id)) {
        if (snapshots.snapshot(id).timeMillis() >= youngest) {
          return found;
        }
        found++;
      }
    }
    return found;
  }

  /** Expires what is due; how many snapshots. */
  int run() {
    ExpireSnapshots expire =
        table
            .newExpireSnapshots()
            .config(
                ExpireConfig.builder()
                    .snapshotRetainMin(retainLast)
                    .snapshotTimeRetain(retainFor)
                    .snapshotMaxDeletes(SNAPSHOTS_AT_ONCE)
                    .build());
    int expired = 0;
    int some;
    while ((some = expire.expire()) > 0) {
      expired += some;
    }
    return expired;
  }
}
