package io.lakebeam.lake;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/** Puts a bundle's records into one block per source partition. */
final class GatherBlocks extends DoFn<LakeRecord, KV<String, RecordBlock>> {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK_BYTES = 4 << 20;

  /** Records without a position have no partition to go by: they are spread over this many. */
  private static final int SHARDS = 4;

  private transient @Nullable Map<String, RecordBlock.Builder> blocks;
  private transient @Nullable Instant timestamp;
  private transient @Nullable String shard;

  @StartBundle
  public void startBundle() {
    blocks = new HashMap<>();
    timestamp = BoundedWindow.TIMESTAMP_MIN_VALUE;
    shard = "shard-" + ThreadLocalRandom.current().nextInt(SHARDS);
  }

  @ProcessElement
  public void add(
      @Element LakeRecord record,
      @Timestamp Instant elementTime,
      OutputReceiver<KV<String, RecordBlock>> out) {
    SourcePosition position = record.position();
    String partition = position == null ? shard : position.partition();
    RecordBlock.Builder block = blocks.computeIfAbsent(partition, p -> new RecordBlock.Builder());
    block.add(record);
    if (elementTime.isAfter(timestamp)) {
      timestamp = elementTime;
    }
    if (block.sizeInBytes() >= BLOCK_BYTES) {
      blocks.remove(partition);
      out.output(KV.of(partition, block.build()));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    blocks.forEach(
        (partition, block) ->
            context.output(KV.of(partition, block.build()), timestamp, GlobalWindow.INSTANCE));
    blocks = null;
  }
}
