package io.lakebeam.lake;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.fs.Path;
import org.apache.paimon.table.ExpireSnapshotsImpl;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows taken out of one table for good, while writers go on: out of its files, and in a second step
 * out of everything that still holds what the files held before.
 *
 * <pre>{@code
 * Erasure erasure = Erasure.of(lake, TableName.parse("silver.customer"));
 * long rows = erasure.rewrite(type -> row -> isTheirs(row) ? null : row);
 * ...                       // until no writer holds files from before
 * Erasure.Cleaned cleaned = erasure.clean();
 * }</pre>
 *
 * <p>To rewrite is one commit in place of all rows, and one that writes the manifests anew: they
 * hold the least and the greatest keys of files that are gone. To clean ends all tags, all older
 * snapshots and their changelogs, deletes files that nothing names and that were written before,
 * and makes the metadata for Iceberg's readers anew. Both are done again without harm; killed, run
 * both again. Maintenance of the table is waited for.
 *
 * <p>For one thread. Errors are {@link LakeException}s that name the table.
 */
public final class Erasure {
  private static final int SNAPSHOTS_AT_ONCE = 1_000;

  private final Lake lake;
  private final TableName name;

  /** The snapshot from which on everything is clean; 0 before {@link #rewrite}. */
  private long clean;

  /** What is to become of a table's rows. */
  public interface Rule {
    /**
     * For rows with all of the table's columns: makes the row itself of a row that stays, another
     * with the same columns, or null.
     */
    Function<InternalRow, @Nullable InternalRow> of(RowType type);
  }

  /**
   * What was taken away with the past.
   *
   * @param snapshots how many snapshots have ended
   * @param tags the tags that were there
   * @param orphans how many files that nothing named were deleted
   */
  public record Cleaned(long snapshots, List<String> tags, int orphans) {
    public Cleaned {
      tags = List.copyOf(tags);
    }
  }

  private Erasure(Lake lake, TableName name) {
    this.lake = lake;
    this.name = name;
  }

  /**
   * Of one table.
   *
   * @throws LakeException if it is not there, or has branches, which hold rows of their own
   */
  public static Erasure of(Lake lake, TableName name) {
    List<String> branches = lake.open(name).branchManager().branches();
    if (!branches.isEmpty()) {
      throw new LakeException(
          "table %s: it has the branches %s, which nothing is erased from; drop them first"
              .formatted(name, branches));
    }
    return new Erasure(lake, name);
  }

  /**
   * Replaces every row by what the rule makes of it.
   *
   * @return how many rows did not stay as they were
   */
  public long rewrite(Rule rule) {
    try (TableLock maintenance = TableLock.acquire(lake, Maintenance.lockName(name))) {
      maintenance.requireHeld();
      long since = lake.snapshot(name);
      RowType type = lake.type(name);
      Kept kept = new Kept(rule.of(type));
      Replacement.Rows rows =
          since == 0
              ? use -> {}
              : kept.of(lake.read(name, type.getFieldNames(), null, since)::forEach);
      new Replacement(lake, name, type)
          .put(
              rows,
              since,
              kept::of,
              (lock, committer) -> {
                committer.cleanManifestsLocked(name, UUID.randomUUID().toString());
                clean = lake.snapshot(name);
              });
      return kept.erased;
    } catch (IOException e) {
      throw new LakeException("table %s: nothing was erased".formatted(name), e);
    }
  }

  /** What {@link #rewrite} would do, counted; nothing is changed. */
  public long count(Rule rule) {
    RowType type = lake.type(name);
    Kept kept = new Kept(rule.of(type));
    if (lake.snapshot(name) > 0) {
      kept.of(lake.read(name, type.getFieldNames())::forEach).forEach(row -> {});
    }
    return kept.erased;
  }

  /** What {@link #clean} would end; orphans are not looked for. */
  public Cleaned past() {
    FileStoreTable table = lake.open(name);
    Snapshots snapshots = new Snapshots(name, table);
    return new Cleaned(
        snapshots.latest() == 0 ? 0 : snapshots.latest() - snapshots.oldest() + 1,
        table.tagManager().allTagNames(),
        0);
  }

  /**
   * Takes away what holds the table's past. Writers must have committed by now all that they wrote
   * before {@link #rewrite} ended: their files are orphans from then on.
   */
  public Cleaned clean() {
    if (clean == 0) {
      throw new IllegalStateException("table %s was not rewritten".formatted(name));
    }
    try (TableLock maintenance = TableLock.acquire(lake, Maintenance.lockName(name))) {
      maintenance.requireHeld();
      FileStoreTable table = lake.open(name);
      List<String> tags = table.tagManager().allTagNames();
      tags.forEach(table::deleteTag);
      table.consumerManager().listAllIds().forEach(table.consumerManager()::deleteConsumer);
      long oldest = table.snapshotManager().earliestSnapshotId();
      // By the store's clock: when the last file of before can have been written.
      long written =
          table
              .fileIO()
              .getFileStatus(table.snapshotManager().snapshotPath(clean))
              .getModificationTime();
      expire(table, oldest);
      OrphanFiles orphans = OrphanFiles.findBefore(name, table, written);
      orphans.delete(table);
      publishAnew(table);
      return new Cleaned(clean - oldest, tags, orphans.files().size());
    } catch (LakeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException(
          "table %s: its rows are erased, its past is not; run it again".formatted(name), e);
    }
  }

  /** Some at a time, so that very many do not take memory for all of them at once. */
  private void expire(FileStoreTable table, long oldest) {
    ExpireSnapshotsImpl expiry = (ExpireSnapshotsImpl) table.newExpireSnapshots();
    for (long from = oldest; from < clean; from += SNAPSHOTS_AT_ONCE) {
      expiry.expireUntil(from, Math.min(from + SNAPSHOTS_AT_ONCE, clean));
    }
  }

  /** Iceberg's metadata has statistics of its own, of files that are gone. */
  private void publishAnew(FileStoreTable table) throws Exception {
    Path metadata = new Path(table.location(), "metadata");
    if (table.fileIO().exists(metadata)) {
      Compaction.full(lake, name, 1).run();
      table.fileIO().delete(metadata, true);
      IcebergView.publish(lake.open(name));
    }
  }

  private static final class Kept {
    private final Function<InternalRow, @Nullable InternalRow> keep;
    private long erased;

    private Kept(Function<InternalRow, @Nullable InternalRow> keep) {
      this.keep = keep;
    }

    private Replacement.Rows of(Replacement.Rows rows) {
      return use -> rows.forEach(row -> pass(row, use));
    }

    @SuppressWarnings("ReferenceEquality") // whether it is the row itself
    private void pass(InternalRow row, Consumer<InternalRow> use) {
      InternalRow other = keep.apply(row);
      if (other != row) {
        erased++;
      }
      if (other != null) {
        use.accept(other);
      }
    }
  }
}
