package io.lakebeam.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.serializer.InternalRowSerializer;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.types.RowKind;
import org.apache.paimon.types.RowType;

/** A table of a lake, changed behind the lake's back. */
public final class Tampering {
  private final FileStoreTable table;

  private Tampering(FileStoreTable table) {
    this.table = table;
  }

  /**
   * Opens it.
   *
   * @param name as in {@code silver.slim}
   */
  public static Tampering with(Path warehouse, String name) throws Exception {
    try (Catalog catalog = catalog(warehouse)) {
      return new Tampering((FileStoreTable) catalog.getTable(Identifier.fromString(name)));
    }
  }

  /** Every row, with all columns. */
  public List<GenericRow> rows() throws Exception {
    ReadBuilder read = table.newReadBuilder();
    InternalRowSerializer serializer = new InternalRowSerializer(table.rowType());
    List<GenericRow> rows = new ArrayList<>();
    read.newRead()
        .createReader(read.newScan().plan())
        .forEachRemaining(row -> rows.add(copy(serializer.copy(row))));
    return rows;
  }

  private GenericRow copy(InternalRow row) {
    RowType type = table.rowType();
    GenericRow copy = new GenericRow(type.getFieldCount());
    for (int i = 0; i < type.getFieldCount(); i++) {
      copy.setField(i, InternalRow.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row));
    }
    return copy;
  }

  public Object value(GenericRow row, String column) {
    return row.getField(table.rowType().getFieldIndex(column));
  }

  /** The same row, one value another. */
  public GenericRow with(GenericRow row, String column, Object value) {
    GenericRow changed = copy(row);
    changed.setField(table.rowType().getFieldIndex(column), value);
    return changed;
  }

  /** The names of its columns. */
  List<String> columns() {
    return table.rowType().getFieldNames();
  }

  /** Commits that these rows are gone and those are there. */
  public void replace(List<GenericRow> gone, List<GenericRow> come) throws Exception {
    BatchWriteBuilder builder = table.newBatchWriteBuilder();
    try (BatchTableWrite write = builder.newWrite();
        BatchTableCommit commit = builder.newCommit()) {
      for (GenericRow row : gone) {
        GenericRow deleted = copy(row);
        deleted.setRowKind(RowKind.DELETE);
        write.write(deleted);
      }
      for (GenericRow row : come) {
        write.write(row);
      }
      commit.commit(write.prepareCommit());
    }
  }

  /** Two columns of one type get each other's names. */
  static void exchange(Path warehouse, String name, String one, String other) throws Exception {
    try (Catalog catalog = catalog(warehouse)) {
      catalog.alterTable(
          Identifier.fromString(name),
          List.of(
              SchemaChange.renameColumn(one, one + "_away"),
              SchemaChange.renameColumn(other, one),
              SchemaChange.renameColumn(one + "_away", other)),
          false);
    }
  }

  private static Catalog catalog(Path warehouse) {
    return CatalogFactory.createCatalog(
        CatalogContext.create(new org.apache.paimon.fs.Path(warehouse.toString())));
  }

  /** The table as it was before its last commit. */
  void revertLastCommit() {
    table.rollbackTo(table.snapshotManager().latestSnapshotId() - 1);
  }
}
