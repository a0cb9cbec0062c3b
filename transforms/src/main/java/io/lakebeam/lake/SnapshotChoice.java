package io.lakebeam.lake;

import java.io.Serializable;
import java.time.Instant;
import org.apache.paimon.table.FileStoreTable;

/** Which snapshot of a table is wanted. */
sealed interface SnapshotChoice extends Serializable {

  /** The latest when the pipeline is built. */
  record Latest() implements SnapshotChoice {}

  /** The one with this id. */
  record ById(long id) implements SnapshotChoice {}

  /** The one that this tag keeps. */
  record ByTag(String tag) implements SnapshotChoice {}

  /** The newest committed at this time or before. */
  record AsOf(Instant time) implements SnapshotChoice {}

  /** The table at that snapshot. */
  default PinnedTable pin(Lake lake, TableName name) {
    if (this instanceof Latest) {
      return PinnedTable.latest(lake, name);
    }
    FileStoreTable table = lake.open(name);
    Snapshots snapshots = new Snapshots(name, table);
    if (this instanceof ByTag choice) {
      return PinnedTable.at(lake, name, table, snapshots.tagged(choice.tag()), choice.tag());
    } else if (this instanceof ById choice) {
      return PinnedTable.at(lake, name, table, snapshots.get(choice.id()), null);
    }
    return PinnedTable.at(lake, name, table, snapshots.asOf(((AsOf) this).time()), null);
  }
}
