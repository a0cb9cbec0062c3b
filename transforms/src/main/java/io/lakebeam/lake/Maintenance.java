package io.lakebeam.lake;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.paimon.table.FileStoreTable;

/**
 * Keeps a table fast to read and no larger than it must be: merges small files, ends time travel to
 * old snapshots, deletes what killed writers left, and shows the table to Iceberg's readers.
 *
 * <pre>{@code
 * Maintenance maintenance =
 *     Maintenance.of(lake).retainingLast(10).retainingFor(Duration.ofDays(7));
 * for (TableName table : lake.tables()) {
 *   print(maintenance.run(table));
 * }
 * }</pre>
 *
 * <p>Writers never compact, so this is the one place that does. It is safe while writers write and
 * readers read: rows and tombstones stay as they are, the newest snapshot and every tag stay
 * readable. A reader of a snapshot that expires while it reads fails with a missing file; nobody
 * who reads for less than {@link #retainingFor} does. Killed at any point, it is simply run again.
 * A second maintenance of a table waits until the first is done.
 *
 * <p>Immutable. Errors are {@link LakeException}s that name the table.
 */
public final class Maintenance {
  /** No file younger than this is ever taken for an orphan. */
  public static final Duration YOUNGEST_ORPHAN = Duration.ofHours(1);

  private final Lake lake;
  private boolean full;
  private boolean iceberg = true;
  private boolean dryRun;
  private int sortedRuns = 10;
  private int retainLast = 10;
  private int parallelism = Math.min(4, Runtime.getRuntime().availableProcessors());
  private Duration retainFor = Duration.ofDays(1);
  private Duration orphansOlderThan = Duration.ofDays(1);

  private Maintenance(Lake lake) {
    this.lake = lake;
  }

  /**
   * Of the tables in {@code lake}: buckets of more than 10 sorted runs are compacted, 10 snapshots
   * and those of the last day are kept, and files a day old that nothing names are deleted.
   */
  public static Maintenance of(Lake lake) {
    return new Maintenance(lake);
  }

  /** Everything is merged, whatever it costs; afterwards Iceberg's readers see all rows. */
  public Maintenance compactingFully() {
    return with(copy -> copy.full = true);
  }

  /**
   * Compacts buckets of more than so many sorted runs (files as writers left them, and levels of
   * merged files), at least 2, and merges no more than it must to get there.
   */
  public Maintenance compactingAbove(int runs) {
    require(runs >= 2, "sorted runs must be 2 or more, found " + runs);
    return with(copy -> copy.sortedRuns = runs);
  }

  /** Keeps so many snapshots at least, 1 or more, however old they are. */
  public Maintenance retainingLast(int snapshots) {
    require(snapshots >= 1, "snapshots to retain must be 1 or more, found " + snapshots);
    return with(copy -> copy.retainLast = snapshots);
  }

  /** Keeps snapshots younger than this, however many they are: longer than any read takes. */
  public Maintenance retainingFor(Duration age) {
    require(!age.isNegative(), "the time to retain snapshots must not be negative, found " + age);
    return with(copy -> copy.retainFor = age);
  }

  /**
   * Deletes files that nothing names once they are older than this: longer than any writer holds
   * files before it commits them, and {@link #YOUNGEST_ORPHAN} at least.
   */
  public Maintenance deletingOrphansOlderThan(Duration age) {
    require(
        age.compareTo(YOUNGEST_ORPHAN) >= 0,
        "orphans must be older than any uncommitted write, 1 hour at least; found " + age);
    return deletingOrphansOfAnyAge(age);
  }

  /** For tests, whose files are young. */
  Maintenance deletingOrphansOfAnyAge(Duration age) {
    return with(copy -> copy.orphansOlderThan = age);
  }

  /** Compacts so many buckets at a time; each takes some 100 MB of memory at most. Default: 4. */
  public Maintenance withParallelism(int buckets) {
    require(buckets >= 1, "parallelism must be 1 or more, found " + buckets);
    return with(copy -> copy.parallelism = buckets);
  }

  /** Writes no Iceberg metadata. */
  public Maintenance withoutIceberg() {
    return with(copy -> copy.iceberg = false);
  }

  /** Changes nothing and reports what it would do. */
  public Maintenance dryRun() {
    return with(copy -> copy.dryRun = true);
  }

  /**
   * Maintains one table; done again with nothing new, it changes nothing.
   *
   * @throws LakeException if the lake has no such table, or a step failed; those before it hold
   */
  public MaintainedTable run(TableName name) {
    long start = System.nanoTime();
    FileStoreTable table = lake.open(name);
    try (TableLock alone = TableLock.acquire(lake, lockName(name))) {
      return maintain(name, table, start);
    } catch (LakeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException("table %s could not be maintained".formatted(name), e);
    }
  }

  private MaintainedTable maintain(TableName name, FileStoreTable table, long start)
      throws Exception {
    List<BucketRuns> before = BucketRuns.of(table);
    int compacted = compact(name);
    if (iceberg && !dryRun) {
      // Before files expire: what it shows is of the latest snapshot from here on.
      IcebergView.publish(table);
    }
    SnapshotExpiry expiry = new SnapshotExpiry(table, retainLast, retainFor);
    int expired = dryRun ? expiry.due() : expiry.run();
    OrphanFiles orphans = OrphanFiles.find(name, table, orphansOlderThan);
    if (!dryRun) {
      orphans.delete(table);
    }
    List<BucketRuns> after = BucketRuns.of(table);
    return new MaintainedTable(
        name,
        BucketRuns.totalFiles(before),
        BucketRuns.totalFiles(after),
        BucketRuns.totalBytes(before),
        BucketRuns.totalBytes(after),
        compacted,
        expired,
        orphans.files().size(),
        orphans.bytes(),
        (System.nanoTime() - start) / 1e9);
  }

  private int compact(TableName name) throws Exception {
    Compaction compaction =
        full
            ? Compaction.full(lake, name, parallelism)
            : Compaction.above(sortedRuns, lake, name, parallelism);
    return dryRun ? compaction.due().size() : compaction.run();
  }

  /** The lock of a table's maintenance, apart from that of its commits. */
  static TableName lockName(TableName table) {
    String name = "_" + table.zone() + "_" + table.table();
    // Two long names may share a lock; they only wait for each other.
    return TableName.of("maintenance", name.substring(0, Math.min(name.length(), 63)));
  }

  private Maintenance with(Consumer<Maintenance> change) {
    Maintenance copy = new Maintenance(lake);
    copy.full = full;
    copy.iceberg = iceberg;
    copy.dryRun = dryRun;
    copy.sortedRuns = sortedRuns;
    copy.retainLast = retainLast;
    copy.parallelism = parallelism;
    copy.retainFor = retainFor;
    copy.orphansOlderThan = orphansOlderThan;
    change.accept(copy);
    return copy;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
