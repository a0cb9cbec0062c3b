package io.lakebeam.lake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.Snapshot;
import org.apache.paimon.fs.Path;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.RawFile;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.RowType;

/**
 * One snapshot of a table in the parts that an engine can read side by side: Parquet files that
 * hold its rows as they are, others that hold several versions of some rows, and what has to be
 * merged by key here before it is rows.
 *
 * <pre>{@code
 * TableParts parts = TableParts.latest(lake, TableName.parse("silver.customer"));
 * engine.scan(parts.files());
 * for (RowReader part : parts.merged(List.of("id"))) { ... }
 * }</pre>
 *
 * <p>A file is handed out as it is only where no other file of its bucket can hold one of its keys,
 * it has no delete in it, it is on the local disk, and it was written with the columns that the
 * table has now. One of {@link #overlapping} has to fulfil the last three of these. All other files
 * are merged, and their columns found by field id: never give an engine the files of a table that
 * are not named here, they hold rows that were replaced.
 *
 * <p>The snapshot and the columns are those of the moment when it was asked for. Maintenance may
 * delete its files after the time that it keeps snapshots for; reading them is an error then.
 */
public final class TableParts {
  private final TableName name;
  private final PinnedTable pinned;
  private final FileStoreTable table;
  private final List<String> files = new ArrayList<>();
  private final List<DataSplit> merged = new ArrayList<>();
  private final OverlappingFiles overlapping;

  /** What an engine can make use of. */
  private enum Handed {
    NOTHING,
    ROWS,
    VERSIONS
  }

  private TableParts(PinnedTable pinned, Handed handed) {
    this.name = pinned.name();
    this.pinned = pinned;
    this.table = pinned.open();
    OverlappingFiles.Builder versions = new OverlappingFiles.Builder(table);
    if (pinned.snapshot() > 0) {
      for (Split split : table.newReadBuilder().dropStats().newScan().plan().splits()) {
        add((DataSplit) split, handed, versions);
      }
    }
    this.overlapping = versions.build();
  }

  /** The parts of the table's latest snapshot. */
  public static TableParts latest(Lake lake, TableName name) {
    return of(lake, PinnedTable.latest(lake, name));
  }

  /**
   * The parts of the newest snapshot that was committed at {@code time} or before, with the columns
   * that it had.
   *
   * @throws LakeException if there is none any more, or there was none yet
   */
  public static TableParts asOf(Lake lake, TableName name, Instant time) {
    FileStoreTable table = lake.open(name);
    Snapshot snapshot = new Snapshots(name, table).asOf(time);
    return of(lake, PinnedTable.at(lake, name, table, snapshot, null));
  }

  private static TableParts of(Lake lake, PinnedTable pinned) {
    return new TableParts(pinned, lake.isOnDisk() ? Handed.VERSIONS : Handed.NOTHING);
  }

  /** The table. */
  public TableName name() {
    return name;
  }

  /** The snapshot's id, 0 where nothing was committed yet. */
  public long snapshot() {
    return pinned.snapshot();
  }

  /** The columns. */
  public RowType type() {
    return pinned.type();
  }

  /** The columns of the key. */
  public List<String> key() {
    return table.primaryKeys();
  }

  /** The paths of the Parquet files that hold rows as they are, beside columns of Paimon's own. */
  public List<String> files() {
    return List.copyOf(files);
  }

  /** The files of which an engine has to leave out the versions that others replace. */
  public OverlappingFiles overlapping() {
    return overlapping;
  }

  /** How many rows the merged parts have at most. */
  public long mergedRows() {
    return merged.stream().mapToLong(DataSplit::rowCount).sum();
  }

  /**
   * All that is in neither {@link #files} nor {@link #overlapping}: a reader for each part that can
   * be read by itself.
   */
  public List<RowReader> merged(List<String> columns) {
    return merged.stream()
        .map(split -> new RowReader(name, table, columns, List.of(split)))
        .toList();
  }

  /** The same parts for an engine that reads no files: all of them merged. */
  public TableParts withoutFiles() {
    return new TableParts(pinned, Handed.NOTHING);
  }

  /** The same parts for an engine that leaves out no versions: those that overlap merged. */
  public TableParts withoutOverlapping() {
    return new TableParts(pinned, Handed.ROWS);
  }

  private void add(DataSplit split, Handed handed, OverlappingFiles.Builder versions) {
    List<RawFile> raw = split.convertToRawFiles().orElse(List.of());
    if (handed != Handed.NOTHING && !raw.isEmpty() && raw.stream().allMatch(this::isAsItIs)) {
      raw.forEach(file -> files.add(new Path(file.path()).toUri().getPath()));
    } else if (handed != Handed.VERSIONS || !versions.add(split)) {
      merged.add(split);
    }
  }

  private boolean isAsItIs(RawFile file) {
    return file.format().equals("parquet") && file.schemaId() == table.schema().id();
  }
}
