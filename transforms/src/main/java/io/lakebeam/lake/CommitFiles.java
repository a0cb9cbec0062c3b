package io.lakebeam.lake;

import java.time.Clock;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/** Commits written files, one commit at a time per table. */
final class CommitFiles extends DoFn<KV<String, WrittenFiles>, CommittedRows> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final Counter commits = Metrics.counter(LakeIO.class, "commits");
  private final Distribution commitMillis = Metrics.distribution(LakeIO.class, "commit_millis");
  private final Distribution lagSeconds = Metrics.distribution(LakeIO.class, "lag_seconds");
  private final Clock clock;
  private transient @Nullable TableCommitter committer;

  /** Makes the runner bring a table's files to one place; what it holds is of no use. */
  @StateId("commits")
  private final StateSpec<ValueState<Long>> commitsSpec = StateSpecs.value();

  CommitFiles(Lake lake, Clock clock) {
    this.lake = lake;
    this.clock = clock;
  }

  @Setup
  public void setup() {
    committer = new TableCommitter(new OpenTables(lake));
  }

  @ProcessElement
  public void commit(
      @Element KV<String, WrittenFiles> element,
      @Timestamp Instant timestamp,
      @StateId("commits") ValueState<Long> made,
      OutputReceiver<CommittedRows> out)
      throws Exception {
    WrittenFiles files = element.getValue();
    long start = System.nanoTime();
    if (committer.commit(files)) {
      commits.inc();
      commitMillis.update((System.nanoTime() - start) / 1_000_000);
      if (isEventTime(timestamp)) {
        lagSeconds.update(Math.max(0, clock.millis() - timestamp.getMillis()) / 1_000);
      }
    }
    Long before = made.read();
    made.write(before == null ? 1 : before + 1);
    out.output(new CommittedRows(files.table(), files.batches(), files.rows()));
  }

  /** Elements without a time have the first there is, and those of a bounded group the last. */
  private static boolean isEventTime(Instant timestamp) {
    return timestamp.isAfter(BoundedWindow.TIMESTAMP_MIN_VALUE)
        && timestamp.isBefore(GlobalWindow.INSTANCE.maxTimestamp());
  }
}
