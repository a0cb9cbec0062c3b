package io.lakebeam.lake;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Writes the blocks that were held for a commit interval: one {@link Batch} per element. */
final class WriteBlocks extends DoFn<KV<String, Iterable<RecordBlock>>, KV<String, WrittenFiles>> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private transient @Nullable OpenTables tables;

  WriteBlocks(Lake lake) {
    this.lake = lake;
  }

  @Setup
  public void setup() {
    tables = new OpenTables(lake);
  }

  @ProcessElement
  public void write(@Element KV<String, Iterable<RecordBlock>> held, MultiOutputReceiver out)
      throws Exception {
    try (Batch batch = new Batch(tables)) {
      for (RecordBlock block : held.getValue()) {
        if (!block.ranges().isEmpty()) {
          batch.offsets(held.getKey()).addPairs(block.ranges());
        }
        block.forEachRow(batch::write);
      }
      batch.finish(
          new Batch.Output() {
            @Override
            public void files(WrittenFiles files) {
              out.get(WriteRecords.FILES).output(KV.of(files.table().toString(), files));
            }

            @Override
            public void batch(BatchEvent written) {
              out.get(WriteRecords.BATCHES).output(written);
            }
          });
    }
  }
}
