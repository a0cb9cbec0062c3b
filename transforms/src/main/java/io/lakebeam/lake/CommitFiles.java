package io.lakebeam.lake;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Commits written files, one commit at a time per table. */
final class CommitFiles extends DoFn<KV<String, WrittenFiles>, CommittedRows> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final Counter commits = Metrics.counter(LakeIO.class, "commits");
  private final Distribution commitMillis = Metrics.distribution(LakeIO.class, "commit_millis");
  private transient @Nullable TableCommitter committer;

  /** Makes the runner bring a table's files to one place; what it holds is of no use. */
  @StateId("commits")
  private final StateSpec<ValueState<Long>> commitsSpec = StateSpecs.value();

  CommitFiles(Lake lake) {
    this.lake = lake;
  }

  @Setup
  public void setup() {
    committer = new TableCommitter(new OpenTables(lake));
  }

  @ProcessElement
  public void commit(
      @Element KV<String, WrittenFiles> element,
      @StateId("commits") ValueState<Long> made,
      OutputReceiver<CommittedRows> out)
      throws Exception {
    WrittenFiles files = element.getValue();
    long start = System.nanoTime();
    if (committer.commit(files)) {
      commits.inc();
      commitMillis.update((System.nanoTime() - start) / 1_000_000);
    }
    Long before = made.read();
    made.write(before == null ? 1 : before + 1);
    out.output(new CommittedRows(files.table(), files.batches(), files.rows()));
  }
}
