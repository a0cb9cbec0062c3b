package io.lakebeam.lake;

import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * {@link LakeIO#upsert}: blocks per source partition, held for the commit interval, written by
 * writers that never compact, committed by one committer per table, then positions moved.
 *
 * <p>Input: {@link LakeRecord}s in the global window whose rows are of their tables' types. Output:
 * one {@link CommittedRows} per table and batch. A commit that fails fails the pipeline; nothing is
 * skipped.
 */
public final class UpsertRows
    extends PTransform<PCollection<LakeRecord>, PCollection<CommittedRows>> {
  private static final long serialVersionUID = 1L;
  private static final long BATCH_BYTES = 64L << 20;

  private final Lake lake;
  private final Duration commitInterval;
  private final Map<String, Long> start;

  UpsertRows(Lake lake, Duration commitInterval, Map<String, Long> start) {
    this.lake = lake;
    this.commitInterval = commitInterval;
    this.start = Map.copyOf(start);
  }

  /**
   * How long rows of an unbounded input wait for a commit at most; a bounded input commits when a
   * batch is full and at its end. Default: 2 s.
   */
  public UpsertRows withCommitInterval(Duration interval) {
    if (!interval.isLongerThan(Duration.ZERO)) {
      throw new IllegalArgumentException(
          "the commit interval must be longer than 0, found " + interval);
    }
    return new UpsertRows(lake, interval, start);
  }

  /**
   * The offset at which each source partition is read first, by partition; a position only moves
   * over the contiguous run of offsets from there on.
   */
  public UpsertRows startingAt(Map<String, Long> offsets) {
    return new UpsertRows(lake, commitInterval, offsets);
  }

  @Override
  public PCollection<CommittedRows> expand(PCollection<LakeRecord> records) {
    PCollectionTuple written =
        records
            .apply("Block", ParDo.of(new GatherBlocks()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), new RecordBlock.BlockCoder()))
            .apply("Hold", holdForInterval())
            .apply(
                "Write",
                ParDo.of(new WriteFiles(lake))
                    .withOutputTags(WriteFiles.FILES, TupleTagList.of(WriteFiles.BATCHES)));
    PCollection<CommittedRows> committed =
        written
            .get(WriteFiles.FILES)
            .setCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(WrittenFiles.class)))
            .apply("Commit", ParDo.of(new CommitFiles(lake)))
            .setCoder(SerializableCoder.of(CommittedRows.class));
    PCollectionList.of(done(committed))
        .and(written.get(WriteFiles.BATCHES).setCoder(SerializableCoder.of(BatchEvent.class)))
        .apply("Batches", Flatten.pCollections())
        .apply(
            "OneKey",
            MapElements.into(
                    TypeDescriptors.kvs(
                        TypeDescriptors.strings(), TypeDescriptor.of(BatchEvent.class)))
                .via(event -> KV.of("positions", event)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(BatchEvent.class)))
        .apply("MovePositions", ParDo.of(new MovePositions(lake, start)));
    return committed;
  }

  private GroupIntoBatches<String, RecordBlock> holdForInterval() {
    return GroupIntoBatches.<String, RecordBlock>ofByteSize(
            BATCH_BYTES, block -> (long) block.sizeInBytes())
        .withMaxBufferingDuration(commitInterval);
  }

  private static PCollection<BatchEvent> done(PCollection<CommittedRows> committed) {
    return committed
        .apply(
            "Done",
            MapElements.into(TypeDescriptor.of(BatchEvent.class))
                .via(rows -> BatchEvent.committed(rows.batch(), rows.table())))
        .setCoder(SerializableCoder.of(BatchEvent.class));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("warehouse", lake.warehouse()))
        .add(DisplayData.item("commitInterval", commitInterval));
  }
}
