package io.lakebeam.bench.peer;

import io.lakebeam.bench.measure.ColumnSums;
import io.lakebeam.bench.measure.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.CombinedScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.source.DataIterator;
import org.apache.iceberg.flink.source.RowDataFileScanTaskReader;
import org.apache.iceberg.io.CloseableIterable;

/** Reads the table back through Iceberg's own reader for Flink, without Flink around it. */
final class IcebergTable implements Callable<ColumnSums> {
  private static final int PRECISION = 6;

  private final RunOptions options;

  IcebergTable(RunOptions options) {
    this.options = options;
  }

  @Override
  public ColumnSums call() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(options.parallelism());
    try (TableLoader loader =
        TableLoader.fromHadoopTable(options.warehouse().resolve("silver/account").toString())) {
      loader.open();
      Table table = loader.loadTable();
      List<Future<ColumnSums>> parts = new ArrayList<>();
      try (CloseableIterable<CombinedScanTask> tasks = table.newScan().planTasks()) {
        for (CombinedScanTask task : tasks) {
          parts.add(threads.submit(() -> read(table, task)));
        }
      }
      ColumnSums all = sums(table.schema());
      for (Future<ColumnSums> part : parts) {
        all.add(part.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private static ColumnSums sums(Schema schema) {
    return new ColumnSums(
        schema.columns().stream().map(column -> column.name()).toArray(String[]::new));
  }

  private static ColumnSums read(Table table, CombinedScanTask task) throws Exception {
    Schema schema = table.schema();
    ColumnSums sums = sums(schema);
    try (DataIterator<RowData> rows =
        new DataIterator<>(
            new RowDataFileScanTaskReader(schema, schema, null, true, List.of()),
            task,
            table.io(),
            table.encryption())) {
      while (rows.hasNext()) {
        add(rows.next(), sums);
      }
    }
    return sums;
  }

  private static void add(RowData row, ColumnSums sums) {
    sums.row(row.getLong(0));
    sums.value(0, row.getLong(0));
    sums.value(1, row.getInt(1));
    for (int text = 2; text < 5; text++) {
      if (!row.isNullAt(text)) {
        sums.value(text, row.getString(text).toBytes());
      }
    }
    sums.value(5, row.getDecimal(5, 12, 2).toUnscaledLong());
    sums.value(6, row.getDouble(6));
    sums.value(7, row.getBoolean(7) ? 1 : 0);
    sums.value(8, row.getInt(8));
    sums.value(9, row.getLong(9));
    var updated = row.getTimestamp(10, PRECISION);
    sums.value(10, updated.getMillisecond() * 1_000 + updated.getNanoOfMillisecond() / 1_000);
  }
}
