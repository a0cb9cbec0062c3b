package io.lakebeam.bench.freshness;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.paimon.CoreOptions;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.source.ReadBuilder;

/** What commits have added to a table of silver since it was last looked at, by Paimon itself. */
final class SilverRows {
  private final Catalog catalog;
  private final Identifier name;
  private final String[] columns;
  private FileStoreTable table;
  private long seen;

  /** Of the columns of {@code silver.table}, in this order. */
  SilverRows(Catalog catalog, String table, String... columns) {
    this.catalog = catalog;
    this.name = Identifier.create("silver", table);
    this.columns = columns.clone();
  }

  /** Hands over what has come; a row is good until {@code use} returns. */
  void readNew(Consumer<InternalRow> use) throws Exception {
    if (table == null) {
      try {
        table = (FileStoreTable) catalog.getTable(name);
      } catch (Catalog.TableNotExistException e) {
        // The ingest has not come to it yet.
        return;
      }
    }
    Long latest = table.snapshotManager().latestSnapshotId();
    if (latest == null || latest == seen) {
      return;
    }
    Table added =
        table.copy(
            Map.of(
                CoreOptions.INCREMENTAL_BETWEEN.key(),
                seen + "," + latest,
                CoreOptions.INCREMENTAL_BETWEEN_SCAN_MODE.key(),
                "delta"));
    ReadBuilder read =
        added.newReadBuilder().withProjection(table.rowType().getFieldIndices(List.of(columns)));
    try (RecordReader<InternalRow> rows = read.newRead().createReader(read.newScan().plan())) {
      rows.forEachRemaining(use);
    }
    seen = latest;
  }
}
