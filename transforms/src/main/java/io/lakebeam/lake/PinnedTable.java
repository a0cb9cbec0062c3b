package io.lakebeam.lake;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.paimon.Snapshot;
import org.apache.paimon.schema.TableSchema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table as it was found when a pipeline was built: every worker, and every retry, sees this
 * snapshot and these columns.
 *
 * @param snapshot the snapshot's id; 0: none, the table is empty
 * @param tag the tag that keeps the snapshot, null where it is not read by tag
 * @param schema the id of the columns' version
 * @param type the columns
 */
record PinnedTable(
    Lake lake, TableName name, long snapshot, @Nullable String tag, long schema, RowType type)
    implements Serializable {

  /** The table's latest snapshot with its columns of today. */
  static PinnedTable latest(Lake lake, TableName name) {
    FileStoreTable table = lake.open(name);
    long latest = new Snapshots(name, table).latest();
    return new PinnedTable(lake, name, latest, null, table.schema().id(), table.rowType());
  }

  /** A snapshot with the columns that it had. */
  static PinnedTable at(
      Lake lake, TableName name, FileStoreTable table, Snapshot snapshot, @Nullable String tag) {
    TableSchema schema = table.schemaManager().schema(snapshot.schemaId());
    return new PinnedTable(lake, name, snapshot.id(), tag, schema.id(), schema.logicalRowType());
  }

  /** The table with the pinned columns and at the pinned snapshot, if there is one. */
  FileStoreTable open() {
    FileStoreTable table = lake.open(name);
    if (snapshot > 0) {
      requireSnapshot(table);
    }
    Map<String, String> options = new HashMap<>();
    if (tag != null) {
      options.put("scan.tag-name", tag);
    } else if (snapshot > 0) {
      options.put("scan.snapshot-id", Long.toString(snapshot));
    }
    FileStoreTable travelled = table.copyWithoutTimeTravel(options);
    TableSchema pinned = table.schemaManager().schema(schema).copy(travelled.options());
    return travelled.copy(pinned);
  }

  /** The same columns at another snapshot. */
  PinnedTable at(long otherSnapshot) {
    return new PinnedTable(lake, name, otherSnapshot, null, schema, type);
  }

  /** The same table without its snapshot. */
  PinnedTable anySnapshot() {
    return new PinnedTable(lake, name, 0, null, schema, type);
  }

  private void requireSnapshot(FileStoreTable table) {
    Snapshots snapshots = new Snapshots(name, table);
    if (tag == null) {
      Snapshot unused = snapshots.get(snapshot);
    } else if (snapshots.tagged(tag).id() != snapshot) {
      throw new LakeException(
          "table %s: the tag '%s' was moved from snapshot %d to %d while it was read; read again"
              .formatted(name, tag, snapshot, snapshots.tagged(tag).id()));
    }
  }
}
