package io.lakebeam.lake;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.RowType;

/** A worker's open tables: looked up in the catalog once each. Not thread-safe. */
final class OpenTables {
  /**
   * Files that are being written have no dictionaries, which took a sixth of all CPU seconds and
   * made the files a twentieth smaller; what compacts them makes them.
   */
  private static final Map<String, String> WRITTEN = Map.of("parquet.enable.dictionary", "false");

  /**
   * A store may list for a moment the name under which another's snapshot is being put (S3Proxy
   * does), which Paimon takes for a number.
   */
  private static final RetryPolicy<Long> LISTING =
      RetryPolicy.<Long>builder()
          .handle(NumberFormatException.class)
          .withDelay(Duration.ofMillis(100))
          .withMaxAttempts(5)
          .build();

  private final Lake lake;
  private final Map<TableName, Open> tables = new HashMap<>();

  OpenTables(Lake lake) {
    this.lake = lake;
  }

  Lake lake() {
    return lake;
  }

  FileStoreTable table(TableName name) {
    return open(name).table;
  }

  /** The table's latest snapshot; 0: there is none. */
  long latest(TableName name) {
    Long latest =
        Failsafe.with(LISTING).get(() -> table(name).snapshotManager().latestSnapshotId());
    return latest == null ? 0 : latest;
  }

  /** Reads rows of a version of the table's columns as rows of the version that is open. */
  RowLayout layout(TableName name, long schema) {
    return open(name).layout(schema);
  }

  /** Opens the table anew, since a row has come whose version of the columns is not known yet. */
  void refresh(TableName name, long schema) {
    tables.remove(name);
    long found = table(name).schema().id();
    if (found < schema) {
      throw new LakeException(
          "table %s: a row of version %d of its columns, the table is at version %d; was the table"
                  .formatted(name, schema, found)
              + " dropped while the pipeline runs?");
    }
  }

  private Open open(TableName name) {
    return tables.computeIfAbsent(name, n -> new Open(lake.open(n).copy(WRITTEN)));
  }

  private static final class Open {
    private final FileStoreTable table;
    private final Map<Long, RowLayout> layouts = new HashMap<>();

    private Open(FileStoreTable table) {
      this.table = table;
    }

    private RowLayout layout(long schema) {
      return layouts.computeIfAbsent(schema, this::newLayout);
    }

    private RowLayout newLayout(long schema) {
      RowType type = table.schemaManager().schema(schema).logicalRowType();
      return new RowLayout(type, table.rowType());
    }
  }
}
