package io.lakebeam.lake;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/**
 * Writes records into files as they come: one {@link Batch} per bundle of the runner. No row is
 * encoded, shuffled or kept in state on its way. For {@link WriteRecords#of}: a subclass makes
 * records of elements in its {@code @ProcessElement} and hands them to {@link #write}.
 *
 * <pre>{@code
 * @ProcessElement
 * public void read(@Element FilePart part, @Timestamp Instant time) {
 *   reader.read(part, row -> write(LakeRecord.of(rows.of(row)), time));
 * }
 * }</pre>
 *
 * @param <T> what records are made of
 */
public abstract class WritingFn<T> extends DoFn<T, KV<String, WrittenFiles>> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private transient @Nullable OpenTables tables;
  private transient @Nullable Batch batch;
  private transient @Nullable Instant timestamp;

  /** Into tables of a lake. */
  protected WritingFn(Lake lake) {
    this.lake = lake;
  }

  /** A bundle is a batch. */
  @StartBundle
  public void startBundle() {
    // Not in a @Setup: Beam allows one, and a subclass wants it.
    if (tables == null) {
      tables = new OpenTables(lake);
    }
    batch = new Batch(tables);
    timestamp = BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  /**
   * Writes a record.
   *
   * @param elementTime of the element that it was made of
   * @throws LakeException if its rows cannot be written
   */
  protected final void write(LakeRecord record, Instant elementTime) {
    batch.write(record.rows());
    SourcePosition position = record.position();
    if (position != null) {
      batch.offsets(position.partition()).add(position.offset(), position.offset() + 1);
    }
    if (elementTime.isAfter(timestamp)) {
      timestamp = elementTime;
    }
  }

  /** Hands on what is to be committed. */
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

  /** Lets go of a batch that was not finished. */
  @Teardown
  public void closeBatch() throws Exception {
    // A bundle that failed was not finished; its files are orphans, its memory is not.
    Batch unfinished = batch;
    if (unfinished != null) {
      unfinished.close();
    }
  }
}
