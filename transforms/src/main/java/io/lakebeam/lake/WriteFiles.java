package io.lakebeam.lake;

import java.util.UUID;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Writes a batch of blocks: at most one file per table and bucket, not committed yet. */
final class WriteFiles extends DoFn<KV<String, Iterable<RecordBlock>>, KV<String, WrittenFiles>> {
  private static final long serialVersionUID = 1L;
  static final TupleTag<KV<String, WrittenFiles>> FILES = new TupleTag<>() {};
  static final TupleTag<BatchEvent> BATCHES = new TupleTag<>() {};

  private final Lake lake;
  private final Counter rows = Metrics.counter(LakeIO.class, "rows");
  private final Counter bytes = Metrics.counter(LakeIO.class, "bytes");
  private transient @Nullable OpenTables tables;

  WriteFiles(Lake lake) {
    this.lake = lake;
  }

  @Setup
  public void setup() {
    tables = new OpenTables(lake);
  }

  @ProcessElement
  public void write(@Element KV<String, Iterable<RecordBlock>> held, MultiOutputReceiver out)
      throws Exception {
    String batch = UUID.randomUUID().toString();
    OffsetRanges ranges = new OffsetRanges();
    try (BatchWriters writers = new BatchWriters(tables)) {
      for (RecordBlock block : held.getValue()) {
        ranges.addPairs(block.ranges());
        block.forEachRow(writers::write);
        bytes.inc(block.rows().length);
      }
      for (WrittenFiles files : writers.finish(batch)) {
        rows.inc(files.rows());
        out.get(FILES).output(KV.of(files.table().toString(), files));
      }
      out.get(BATCHES).output(BatchEvent.written(batch, held.getKey(), ranges, writers.tables()));
    }
  }
}
