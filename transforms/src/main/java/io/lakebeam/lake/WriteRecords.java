package io.lakebeam.lake;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * {@link LakeIO#write}: records gathered for a commit interval, written by writers that never
 * compact, committed by one committer per table, then positions moved.
 *
 * <p>Input: {@link LakeRecord}s in the global window. Output: one {@link CommittedRows} per table
 * and commit. A commit that fails fails the pipeline; nothing is skipped.
 *
 * <p>A bounded input is committed once per table, when all of it is written: a reader sees all of
 * it or nothing, table by table. An unbounded one is committed once per interval and writer.
 */
public final class WriteRecords
    extends PTransform<PCollection<LakeRecord>, PCollection<CommittedRows>> {
  private static final long serialVersionUID = 1L;

  /** What {@link #of} has committed. */
  public static final TupleTag<CommittedRows> COMMITTED = new TupleTag<>() {};

  static final TupleTag<KV<String, WrittenFiles>> FILES = new TupleTag<>() {};
  static final TupleTag<BatchEvent> BATCHES = new TupleTag<>() {};
  private static final long BATCH_BYTES = 64L << 20;
  private static final Coder<KV<String, WrittenFiles>> FILES_CODER =
      KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(WrittenFiles.class));

  private final Lake lake;
  private final Duration commitInterval;
  private final boolean perBundle;
  private final Map<String, Long> start;

  WriteRecords(Lake lake, Duration commitInterval, boolean perBundle, Map<String, Long> start) {
    this.lake = lake;
    this.commitInterval = commitInterval;
    this.perBundle = perBundle;
    this.start = Map.copyOf(start);
  }

  /**
   * How long rows of an unbounded input wait for a commit at most. Default: 2 s. A batch of 64 MiB
   * is committed before.
   */
  public WriteRecords withCommitInterval(Duration interval) {
    if (!interval.isLongerThan(Duration.ZERO)) {
      throw new IllegalArgumentException(
          "the commit interval must be longer than 0, found " + interval);
    }
    return new WriteRecords(lake, interval, perBundle, start);
  }

  /**
   * Commits what a bundle of the runner has written instead of holding rows for an interval: for
   * runners whose bundles can be told to last so long, which is faster, since no row is shuffled or
   * kept in state. On Flink that is {@code --maxBundleTimeMills} with a {@code --maxBundleSize}
   * that is never reached, and {@code --finishBundleBeforeCheckpointing=true}.
   */
  public WriteRecords withCommitPerBundle() {
    return new WriteRecords(lake, commitInterval, true, start);
  }

  /**
   * The offset at which each source partition is read first, by partition; a position only moves
   * over the contiguous run of offsets from there on.
   */
  public WriteRecords startingAt(Map<String, Long> offsets) {
    return new WriteRecords(lake, commitInterval, perBundle, offsets);
  }

  @Override
  public PCollection<CommittedRows> expand(PCollection<LakeRecord> records) {
    return commit(perBundle ? writeBundles(records) : holdAndWrite(records), records.isBounded());
  }

  /**
   * The same writing of records that are made in the step that writes them, so that no runner holds
   * them, however many an element makes. Each bundle's are committed as one.
   *
   * @param made makes them and writes them
   * @param others what it hands out besides
   * @return {@link #COMMITTED}, and what it hands out besides
   */
  public <T> PTransform<PCollection<T>, PCollectionTuple> of(
      WritingFn<T> made, TupleTag<?>... others) {
    TupleTagList tags = TupleTagList.of(BATCHES).and(List.of(others));
    return new PTransform<>() {
      private static final long serialVersionUID = 1L;

      @Override
      public PCollectionTuple expand(PCollection<T> elements) {
        PCollectionTuple written =
            elements.apply("Write", ParDo.of(made).withOutputTags(FILES, tags));
        PCollectionTuple all =
            PCollectionTuple.of(COMMITTED, commit(written, elements.isBounded()));
        for (TupleTag<?> other : others) {
          all = and(all, other, written);
        }
        return all;
      }
    };
  }

  private static <O> PCollectionTuple and(
      PCollectionTuple all, TupleTag<O> tag, PCollectionTuple written) {
    return all.and(tag, written.get(tag));
  }

  private PCollection<CommittedRows> commit(
      PCollectionTuple written, PCollection.IsBounded isBounded) {
    PCollection<KV<String, WrittenFiles>> files = written.get(FILES).setCoder(FILES_CODER);
    PCollection<CommittedRows> committed =
        (isBounded == PCollection.IsBounded.BOUNDED ? oncePerTable(files) : files)
            .apply("Commit", ParDo.of(new CommitFiles(lake, Clock.systemUTC())))
            .setCoder(SerializableCoder.of(CommittedRows.class));
    PCollectionList.of(done(committed))
        .and(written.get(BATCHES).setCoder(SerializableCoder.of(BatchEvent.class)))
        .apply("Batches", Flatten.pCollections())
        .apply("OneKey", WithKeys.of("positions"))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(BatchEvent.class)))
        .apply("MovePositions", ParDo.of(new MovePositions(lake, start)));
    return committed;
  }

  private PCollectionTuple writeBundles(PCollection<LakeRecord> records) {
    return records.apply(
        "Write", ParDo.of(new WriteGiven(lake)).withOutputTags(FILES, TupleTagList.of(BATCHES)));
  }

  private PCollectionTuple holdAndWrite(PCollection<LakeRecord> records) {
    return records
        .apply("Block", ParDo.of(new GatherBlocks()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), new RecordBlock.BlockCoder()))
        .apply(
            "Hold",
            GroupIntoBatches.<String, RecordBlock>ofByteSize(
                    BATCH_BYTES, block -> (long) block.sizeInBytes())
                .withMaxBufferingDuration(commitInterval))
        .apply(
            "Write",
            ParDo.of(new WriteBlocks(lake)).withOutputTags(FILES, TupleTagList.of(BATCHES)));
  }

  private static PCollection<KV<String, WrittenFiles>> oncePerTable(
      PCollection<KV<String, WrittenFiles>> files) {
    return files
        .apply("OfTable", GroupByKey.create())
        .apply(
            "Together",
            MapElements.into(new TypeDescriptor<KV<String, WrittenFiles>>() {})
                .via(of -> KV.of(of.getKey(), WrittenFiles.together(of.getValue()))))
        .setCoder(FILES_CODER);
  }

  private static PCollection<BatchEvent> done(PCollection<CommittedRows> committed) {
    return committed
        .apply(
            "Done",
            FlatMapElements.into(TypeDescriptor.of(BatchEvent.class))
                .via(
                    rows ->
                        rows.batches().stream()
                            .map(batch -> BatchEvent.committed(batch, rows.table()))
                            .toList()))
        .setCoder(SerializableCoder.of(BatchEvent.class));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("warehouse", lake.warehouse()))
        .add(DisplayData.item("commitInterval", commitInterval));
  }

  /** Writes the records that come. */
  private static final class WriteGiven extends WritingFn<LakeRecord> {
    private static final long serialVersionUID = 1L;

    private WriteGiven(Lake lake) {
      super(lake);
    }

    @ProcessElement
    public void writeGiven(@Element LakeRecord record, @Timestamp Instant time) {
      write(record, time);
    }
  }
}
