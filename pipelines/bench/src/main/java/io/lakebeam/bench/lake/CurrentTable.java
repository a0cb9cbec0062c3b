package io.lakebeam.bench.lake;

import io.lakebeam.bench.measure.ColumnSums;
import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.Buckets;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.paimon.data.InternalRow;

/** Reads the current table back through the lake's own reader, a thread for each bucket. */
final class CurrentTable implements Callable<ColumnSums> {
  private static final int BUCKETS = 2;
  private static final int PRECISION = 6;
  private static final TableName NAME = Zones.current(AccountTable.DEFINITION.name());

  private final Lake lake;
  private final List<String> columns = AccountTable.SOURCE.type().getFieldNames();

  CurrentTable(Lake lake) {
    this.lake = lake;
  }

  @Override
  public ColumnSums call() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(BUCKETS);
    try {
      Buckets buckets = lake.buckets(NAME, lake.snapshot(NAME));
      List<Future<ColumnSums>> parts = new ArrayList<>();
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        int number = bucket;
        parts.add(threads.submit(() -> read(buckets, number)));
      }
      ColumnSums all = new ColumnSums(columns.toArray(String[]::new));
      for (Future<ColumnSums> part : parts) {
        all.add(part.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private ColumnSums read(Buckets buckets, int bucket) {
    List<String> wanted = new ArrayList<>(columns);
    wanted.add(ChangeColumns.DELETED);
    ColumnSums sums = new ColumnSums(columns.toArray(String[]::new));
    int deleted = columns.size();
    buckets
        .read(bucket, wanted)
        .forEach(
            row -> {
              if (!row.getBoolean(deleted)) {
                add(row, sums);
              }
            });
    return sums;
  }

  private static void add(InternalRow row, ColumnSums sums) {
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
    sums.value(9, row.getTimestamp(9, PRECISION).toMicros());
    sums.value(10, row.getTimestamp(10, PRECISION).toMicros());
  }
}
