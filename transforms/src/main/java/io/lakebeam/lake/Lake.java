package io.lakebeam.lake;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A warehouse of lake tables: a folder with a folder per zone and, in it, one per table (Apache
 * Paimon, Parquet inside), on the local disk or on S3.
 *
 * <pre>{@code
 * Lake lake = Lake.at("/data/lake");
 * Lake shared =
 *     Lake.at("s3://lake/warehouse")
 *         .withStore(ObjectStore.at("http://127.0.0.1:9000").withKeys("writer", secretKey))
 *         .withLocks(new LockDatabase("jdbc:postgresql://db:5432/locks", "lakebeam", password));
 * lake.create(table);
 * try (RowReader rows = lake.read(TableName.parse("silver.customer"), List.of("id"))) { ... }
 * }</pre>
 *
 * <p>Every write to a table holds its lock, which ends with the process that holds it: a file's
 * lock on the local disk, a PostgreSQL session's for S3, which has none of its own. A lake on S3
 * without a {@link LockDatabase} can be read and not written.
 *
 * <p>A value: it opens what it needs when asked and can be shipped to workers, its {@link
 * io.lakebeam.secret.Secret secrets} with it.
 *
 * @param warehouse the folder's path, made when the first table is, or {@code s3://bucket/path} in
 *     a bucket that is there
 * @param store where the bucket is; null on the local disk
 * @param locks who keeps the locks of a warehouse on S3; null on the local disk
 */
public record Lake(String warehouse, @Nullable ObjectStore store, @Nullable LockDatabase locks)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern BUCKET = Pattern.compile("s3://[^/]+(/.*)?");

  public Lake {
    if (!isOnDisk(warehouse) && !BUCKET.matcher(warehouse).matches()) {
      throw new LakeException(
          "warehouse %s: must be a folder's path or s3://bucket/path".formatted(warehouse));
    }
    if (isOnDisk(warehouse) && (store != null || locks != null)) {
      throw new LakeException(
          "warehouse %s: an object store and a lock database are for a warehouse s3://bucket/path; a folder is locked by the operating system"
              .formatted(warehouse));
    }
  }

  /**
   * The lake in {@code warehouse}; one on S3 needs {@link #withStore}, and {@link #withLocks} for
   * writing.
   */
  public static Lake at(String warehouse) {
    return new Lake(warehouse, null, null);
  }

  /** The lake, in that store. */
  public Lake withStore(ObjectStore newStore) {
    return new Lake(warehouse, newStore, locks);
  }

  /** The lake, its commits one at a time by locks of that database. */
  public Lake withLocks(LockDatabase newLocks) {
    return new Lake(warehouse, store, newLocks);
  }

  boolean isOnDisk() {
    return isOnDisk(warehouse);
  }

  /** Refuses a lake whose commits nobody would keep apart. */
  void requireLocks() {
    if (!isOnDisk() && locks == null) {
      throw new LakeException(
          "warehouse %s: an object store has no locks, and without them commits of two writers overwrite each other; name a PostgreSQL database that keeps them, Lake.withLocks(...) or lake.locks in the project file"
              .formatted(warehouse));
    }
  }

  /**
   * Makes the table if it is not there; one that is there with the same columns and key is left
   * alone.
   *
   * @return the version of the table's columns, which rows for it are marked with
   * @throws LakeException if a table of that name has other columns or another key
   */
  public long create(LakeTable table) {
    return TableDefinitions.of(this).create(table);
  }

  /**
   * Makes the table if it is not there, and changes one that is so that it holds rows of these
   * columns, see {@link #evolve}.
   *
   * @return the version of the table's columns after it
   * @throws LakeException if a table of that name has another key
   * @throws RowException if no change would do
   */
  public long createOrEvolve(LakeTable table) {
    return TableDefinitions.of(this).createOrEvolve(table);
  }

  /**
   * Changes the table's columns so that it holds rows of {@code type} and all that is in it: what
   * it lacks is added, what is too narrow is widened, what the rows lack stays. Does nothing where
   * it holds them already.
   *
   * @param renamed columns' new names by the old, for those that are known to be the same column
   * @return the version of the table's columns after it
   * @throws RowException if no such change would do; nothing is changed then
   */
  public long evolve(TableName name, RowType type, Map<String, String> renamed) {
    return TableDefinitions.of(this).evolve(name, type, renamed);
  }

  /** Whether the table exists. */
  public boolean exists(TableName name) {
    try (Catalog catalog = catalog()) {
      return catalog.listDatabases().contains(name.zone())
          && catalog.listTables(name.zone()).contains(name.table());
    } catch (LakeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException("table %s could not be looked up".formatted(name), e);
    }
  }

  /** Every table of the lake, by name; a table whose name this project would refuse is left out. */
  public List<TableName> tables() {
    try (Catalog catalog = catalog()) {
      List<TableName> names = new ArrayList<>();
      for (String zone : catalog.listDatabases()) {
        for (String table : catalog.listTables(zone)) {
          if (TableName.isName(zone, table)) {
            names.add(TableName.of(zone, table));
          }
        }
      }
      names.sort(null);
      return names;
    } catch (Exception e) {
      throw new LakeException("the lake %s could not be listed".formatted(warehouse), e);
    }
  }

  /** The table's columns. */
  public RowType type(TableName name) {
    return open(name).rowType();
  }

  /** The columns of the table's key. */
  public List<String> key(TableName name) {
    return open(name).primaryKeys();
  }

  /** The id of the table's latest snapshot, or 0 where nothing was committed yet. */
  public long snapshot(TableName name) {
    Long id = open(name).snapshotManager().latestSnapshotId();
    return id == null ? 0 : id;
  }

  /**
   * Reads the table's latest snapshot, merged by key, in no given order.
   *
   * @param columns the columns wanted, in the order wanted
   */
  public RowReader read(TableName name, List<String> columns) {
    FileStoreTable table = open(name);
    return new RowReader(name, table, columns, table.newReadBuilder().newScan().plan().splits());
  }

  /** The same, of the rows that {@code filter} accepts. */
  public RowReader read(TableName name, List<String> columns, RowFilter filter) {
    FileStoreTable table = open(name);
    return new RowReader(
        name, table, columns, filter, table.newReadBuilder().newScan().plan().splits());
  }

  /**
   * The same as of one of its snapshots, with the columns that it has now.
   *
   * @param filter which rows; null: all
   */
  public RowReader read(
      TableName name, List<String> columns, @Nullable RowFilter filter, long snapshot) {
    FileStoreTable table = PinnedTable.latest(this, name).at(snapshot).open();
    return new RowReader(
        name, table, columns, filter, table.newReadBuilder().newScan().plan().splits());
  }

  /** The snapshots that the table still has. */
  public Snapshots snapshots(TableName name) {
    return new Snapshots(name, open(name));
  }

  /** The buckets of the table as of one of its snapshots; 0 is before its first, all empty. */
  public Buckets buckets(TableName name, long snapshot) {
    return snapshot == 0
        ? new Buckets(name, open(name), true)
        : new Buckets(name, open(name, snapshot), false);
  }

  FileStoreTable open(TableName name, long snapshot) {
    return open(name).copy(Map.of("scan.snapshot-id", Long.toString(snapshot)));
  }

  FileStoreTable open(TableName name) {
    try (Catalog catalog = catalog()) {
      return (FileStoreTable) catalog.getTable(name.identifier());
    } catch (Catalog.TableNotExistException e) {
      throw new LakeException(
          "table %s is not in the lake %s; found: %s"
              .formatted(name, warehouse, tables(name.zone())),
          e);
    } catch (LakeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException("table %s could not be opened".formatted(name), e);
    }
  }

  private List<String> tables(String zone) {
    try (Catalog catalog = catalog()) {
      return catalog.listDatabases().contains(zone) ? catalog.listTables(zone) : List.of();
    } catch (Exception e) {
      throw new LakeException("the lake %s could not be listed".formatted(warehouse), e);
    }
  }

  Catalog catalog() {
    if (!isOnDisk() && store == null) {
      throw new LakeException(
          "warehouse %s: whose store is it? name it with Lake.withStore(...)".formatted(warehouse));
    }
    return CatalogFactory.createCatalog(CatalogContext.create(PaimonOptions.of(this)));
  }

  private static boolean isOnDisk(String warehouse) {
    return warehouse.startsWith("file:") || !warehouse.contains("://");
  }
}
