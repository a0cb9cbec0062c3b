package io.lakebeam.lake;

import java.time.Instant;
import org.apache.paimon.Snapshot;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.Split;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How large a table is, and since when it is as it is. Reads metadata alone.
 *
 * <pre>{@code
 * TableState state = TableState.of(lake, TableName.parse("silver.customer"));
 * }</pre>
 *
 * @param name the table
 * @param records rows in its files: a key that was written again is counted for every file that has
 *     it until {@link Maintenance} merges them, and so is a tombstone
 * @param files its data files
 * @param bytes their size
 * @param snapshot the latest snapshot's id; 0 where nothing was committed yet
 * @param committedAt when that was committed, by the committer's clock; null where nothing was
 * @param schema the number of its columns' version, from 0
 */
public record TableState(
    TableName name,
    long records,
    long files,
    long bytes,
    long snapshot,
    @Nullable Instant committedAt,
    long schema) {

  /** The table's latest snapshot. */
  public static TableState of(Lake lake, TableName name) {
    PinnedTable pinned = PinnedTable.latest(lake, name);
    if (pinned.snapshot() == 0) {
      return new TableState(name, 0, 0, 0, 0, null, pinned.schema());
    }
    FileStoreTable table = pinned.open();
    long records = 0;
    long files = 0;
    long bytes = 0;
    for (Split split : table.newReadBuilder().dropStats().newScan().plan().splits()) {
      DataSplit data = (DataSplit) split;
      records += data.rowCount();
      files += data.dataFiles().size();
      bytes += data.dataFiles().stream().mapToLong(file -> file.fileSize()).sum();
    }
    Snapshot snapshot = new Snapshots(name, table).get(pinned.snapshot());
    return new TableState(
        name,
        records,
        files,
        bytes,
        snapshot.id(),
        Instant.ofEpochMilli(snapshot.timeMillis()),
        pinned.schema());
  }
}
