package io.lakebeam.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.paimon.Snapshot;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;

/**
 * A table beside another one, in which that one's rows are made anew, to take their place in one
 * commit while writers go on.
 *
 * <pre>{@code
 * long since = lake.snapshot(customer.name());
 * try (Shadow shadow = Shadow.of(lake, customer)) {
 *   pipeline.apply(...).apply(LakeIO.write(lake));  // rows of shadow.table(), all up to since
 *   shadow.takePlace(since);
 * }
 * }</pre>
 *
 * <p>The table keeps its place, its snapshots and its columns: its files are replaced by others in
 * one snapshot. Readers see the rows before or the rows after, and time travel still shows those
 * before. What writers committed after {@code since} is added again under the table's lock, by key
 * and order as always; what they commit later comes on top. Two runs of one table wait for each
 * other. Killed, it leaves the table as it was, or replaced; the next run removes what is left.
 *
 * <p>For one thread.
 */
public final class Shadow implements AutoCloseable {
  private final Lake lake;
  private final LakeTable table;
  private final LakeTable shadowed;
  private final TableLock alone;

  /** While it is open, a table has no shadow. */
  public static final class Absence implements AutoCloseable {
    private final TableName table;
    private final TableLock lock;

    private Absence(TableName table, TableLock lock) {
      this.table = table;
      this.lock = lock;
    }

    /** The table. */
    public TableName table() {
      return table;
    }

    @Override
    public void close() {
      try {
        lock.close();
      } catch (IOException e) {
        throw new LakeException("table %s: a lock was not given back".formatted(table), e);
      }
    }
  }

  private Shadow(Lake lake, LakeTable shadowed, TableLock alone) {
    this.lake = lake;
    this.shadowed = shadowed;
    this.table = shadowed.as(Zones.shadow(shadowed.name()), lake.type(shadowed.name()));
    this.alone = alone;
  }

  /**
   * Waits until the table has no shadow, and lets none be made: for who writes to several tables
   * and must have written to all of them before one is made anew from another. For one thread.
   */
  public static Absence absent(Lake lake, TableName table) {
    try {
      return new Absence(table, alone(lake, table));
    } catch (IOException e) {
      throw new LakeException("table %s: its shadow could not be kept out".formatted(table), e);
    }
  }

  private static TableLock alone(Lake lake, TableName table) throws IOException {
    return TableLock.acquire(lake, Maintenance.lockName(Zones.shadow(table)));
  }

  /** An empty one, with the columns that the lake's table has now. */
  public static Shadow of(Lake lake, LakeTable shadowed) {
    try {
      TableLock alone = alone(lake, shadowed.name());
      try {
        Shadow shadow = new Shadow(lake, shadowed, alone);
        TableDefinitions.of(lake).drop(shadow.table.name());
        lake.create(shadow.table);
        return shadow;
      } catch (RuntimeException e) {
        alone.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LakeException(
          "table %s: its shadow could not be made".formatted(shadowed.name()), e);
    }
  }

  /** What to write the rows to. */
  public LakeTable table() {
    return table;
  }

  /**
   * Replaces all rows of the lake's table by the shadow's and by what was committed to it after the
   * snapshot {@code since}.
   *
   * @param since a snapshot of which the shadow has all that is to stay; 0: from before the first
   * @throws LakeException if the columns have changed meanwhile, if snapshots since have expired or
   *     were replaced themselves, or if the commit failed: the table is as it was
   */
  public void takePlace(long since) {
    TableName name = shadowed.name();
    String commit = UUID.randomUUID().toString();
    OpenTables tables = new OpenTables(lake);
    List<CommitMessage> files = new ArrayList<>();
    try {
      files.addAll(
          write(tables, commit, lake.read(table.name(), table.type().getFieldNames())::forEach));
      try (TableLock lock = TableLock.acquire(lake, name)) {
        requireSameColumns();
        files.addAll(write(tables, commit, rows -> readSince(since, rows)));
        new TableCommitter(tables).replaceLocked(lock, name, commit, files);
      }
    } catch (LakeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException("table %s: its rows were not replaced".formatted(name), e);
    }
  }

  /** Files of the lake's table that no snapshot names yet. */
  private List<CommitMessage> write(
      OpenTables tables, String commit, Consumer<Consumer<InternalRow>> rows) throws Exception {
    RowEncoder encoder = RowEncoder.of(lake, shadowed.name(), table.type());
    try (BatchWriters writers = new BatchWriters(tables)) {
      rows.accept(
          row -> {
            try {
              writers.write(encoder.encode(row));
            } catch (RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw LakeException.notWritten(shadowed.name(), lake, e);
            }
          });
      List<CommitMessage> messages = new ArrayList<>();
      for (WrittenFiles files : writers.finish(commit)) {
        messages.addAll(files.commitMessages());
      }
      return messages;
    }
  }

  private void readSince(long since, Consumer<InternalRow> use) {
    TableName name = shadowed.name();
    FileStoreTable now = lake.open(name);
    Snapshots snapshots = new Snapshots(name, now);
    SnapshotRange range = new SnapshotRange(since, snapshots.latest());
    range.requireIn(name, snapshots);
    List<String> columns = table.type().getFieldNames();
    for (long id = since + 1; id <= range.through(); id++) {
      Snapshot snapshot = range.get(name, snapshots, id);
      if (snapshot.commitKind() == Snapshot.CommitKind.APPEND) {
        new RowReader(name, now, columns, ListSnapshots.added(now.newSnapshotReader(), snapshot))
            .forEach(use);
      }
    }
  }

  private void requireSameColumns() {
    if (!lake.type(shadowed.name()).equalsIgnoreFieldId(table.type())) {
      throw new LakeException(
          "table %s: its columns have changed while its rows were made anew; run it again"
              .formatted(shadowed.name()));
    }
  }

  /** Removes it. */
  @Override
  @SuppressWarnings("try") // held until here
  public void close() {
    try (alone) {
      TableDefinitions.of(lake).drop(table.name());
    } catch (IOException e) {
      throw new LakeException("table %s could not be removed".formatted(table.name()), e);
    }
  }
}
