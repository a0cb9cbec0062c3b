package io.lakebeam.lake;

import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.RowType;

/** Makes a lake's tables and changes their columns, one writer at a time per table. */
final class TableDefinitions {
  private final Lake lake;

  private TableDefinitions(Lake lake) {
    this.lake = lake;
  }

  static TableDefinitions of(Lake lake) {
    lake.requireLocks();
    return new TableDefinitions(lake);
  }

  /** {@link Lake#create}. */
  long create(LakeTable table) {
    FileStoreTable found = makeIfMissing(table);
    if (!found.rowType().equalsIgnoreFieldId(table.type())
        || !found.primaryKeys().equals(table.primaryKey())) {
      throw otherTable(table, found);
    }
    return found.schema().id();
  }

  /** {@link Lake#createOrEvolve}. */
  long createOrEvolve(LakeTable table) {
    FileStoreTable found = makeIfMissing(table);
    if (!found.primaryKeys().equals(table.primaryKey())) {
      throw otherTable(table, found);
    }
    List<String> order = TableEvolution.order(found.schema());
    if (!order.equals(table.sequence())) {
      throw new LakeException(
          "table %s: of rows with one key the one that is last by %s stays; wanted: by %s. That cannot be changed for rows that are merged; write to a new table"
              .formatted(table.name(), order, table.sequence()));
    }
    return found.rowType().equalsIgnoreFieldId(table.type())
        ? found.schema().id()
        : evolve(table.name(), table.type(), Map.of());
  }

  /** {@link Lake#evolve}. */
  @SuppressWarnings("try") // held, not used
  long evolve(TableName name, RowType type, Map<String, String> renamed) {
    try (TableLock lock = TableLock.acquire(lake, name);
        Catalog catalog = lake.catalog()) {
      FileStoreTable found = (FileStoreTable) catalog.getTable(name.identifier());
      List<SchemaChange> changes = TableEvolution.changes(name, found.schema(), type, renamed);
      if (changes.isEmpty()) {
        return found.schema().id();
      }
      catalog.alterTable(name.identifier(), changes, false);
      return ((FileStoreTable) catalog.getTable(name.identifier())).schema().id();
    } catch (LakeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException("table %s could not be changed".formatted(name), e);
    }
  }

  /** Removes the table and all that is in it, if it is there. */
  @SuppressWarnings("try") // held, not used
  void drop(TableName name) {
    try (TableLock lock = TableLock.acquire(lake, name);
        Catalog catalog = lake.catalog()) {
      catalog.dropTable(name.identifier(), true);
    } catch (LakeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException("table %s could not be removed".formatted(name), e);
    }
  }

  /** The table as it is; who finds it there may find another than {@code table}. */
  FileStoreTable makeIfMissing(LakeTable table) {
    TableName name = table.name();
    Schema schema = table.schema();
    try (Catalog catalog = lake.catalog()) {
      catalog.createDatabase(name.zone(), true);
      if (!catalog.listTables(name.zone()).contains(name.table())) {
        make(catalog, name, schema);
      }
      return (FileStoreTable) catalog.getTable(name.identifier());
    } catch (LakeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException("table %s could not be made".formatted(name), e);
    }
  }

  /**
   * Under the lock from before the look: of two who make a table at once, the second would fail.
   */
  @SuppressWarnings("try") // held, not used
  private void make(Catalog catalog, TableName name, Schema schema) throws Exception {
    try (TableLock lock = TableLock.acquire(lake, name)) {
      catalog.createTable(name.identifier(), schema, true);
    }
  }

  private static LakeException otherTable(LakeTable wanted, FileStoreTable found) {
    return new LakeException(
        "table %s is in the lake with other columns or another key: found %s keyed by %s,"
                .formatted(wanted.name(), found.rowType().asSQLString(), found.primaryKeys())
            + " wanted %s keyed by %s".formatted(wanted.type().asSQLString(), wanted.primaryKey()));
  }
}
