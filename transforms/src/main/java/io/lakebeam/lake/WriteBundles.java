package io.lakebeam.lake;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/**
 * Writes rows into files as they come: one {@link Batch} per bundle of the runner. No row is
 * encoded, shuffled or kept in state on its way.
 */
final class WriteBundles extends DoFn<LakeRecord, KV<String, WrittenFiles>> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private transient @Nullable OpenTables tables;
  private transient @Nullable Batch batch;
  private transient @Nullable Instant timestamp;

  WriteBundles(Lake lake) {
    this.lake = lake;
  }

  @Setup
  public void setup() {
    tables = new OpenTables(lake);
  }

  @StartBundle
  public void startBundle() {
    batch = new Batch(tables);
    timestamp = BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  @ProcessElement
  public void write(@Element LakeRecord record, @Timestamp Instant elementTime) throws Exception {
    for (LakeRow row : record.rows()) {
      batch.write(row);
    }
    SourcePosition position = record.position();
    if (position != null) {
      batch.offsets(position.partition()).add(position.offset(), position.offset() + 1);
    }
    if (elementTime.isAfter(timestamp)) {
      timestamp = elementTime;
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws Exception {
    try (Batch finished = batch) {
      finished.finish(
          new Batch.Output() {
            @Override
            public void files(WrittenFiles files) {
              context.output(
                  WriteRecords.FILES,
                  KV.of(files.table().toString(), files),
                  timestamp,
                  GlobalWindow.INSTANCE);
            }

            @Override
            public void batch(BatchEvent written) {
              context.output(WriteRecords.BATCHES, written, timestamp, GlobalWindow.INSTANCE);
            }
          });
    } finally {
      batch = null;
    }
  }

  @Teardown
  public void teardown() throws Exception {
    // A bundle that failed was not finished; its files are orphans, its memory is not.
    if (batch != null) {
      batch.close();
    }
  }
}
