package io.lakebeam.runner;

import io.lakebeam.lake.WriteRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The runners that pipelines run on, each with the options that it needs in this JVM. */
public enum RunnerName implements Runner {
  /** In this JVM, for development and tests. */
  DIRECT("DirectRunner"),
  /** Flink {@code [local]}, a cluster in this JVM; for any other see {@link OnFlink}. */
  FLINK("FlinkRunner");

  /**
   * Of the direct runner. Each may write a batch, and they share the memory for it: eight of them
   * on two processors wrote seven times as many files and took a quarter more time.
   */
  private static final int BATCH_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /**
   * The direct runner asks its steps for work without a pause, from a thread that is free. While
   * reads of quiet partitions wait that is one processor, wholly, for nothing; a single thread
   * waits with them.
   */
  private static final int STREAMING_THREADS = 1;

  private final String option;

  RunnerName(String option) {
    this.option = option;
  }

  /** The name as {@code --runner} takes it. */
  public String option() {
    return option;
  }

  @Override
  public PipelineOptions batch(String job) {
    return this == DIRECT ? direct(job, List.of(), BATCH_THREADS) : OnFlink.local().batch(job);
  }

  @Override
  public PipelineOptions streaming(String job, Duration commitInterval) {
    return this == DIRECT
        ? direct(job, List.of("--blockOnRun=false", "--streaming=true"), STREAMING_THREADS)
        : OnFlink.local().streaming(job, commitInterval);
  }

  @Override
  public WriteRecords committing(WriteRecords write, Duration interval) {
    return this == DIRECT
        ? Runner.super.committing(write, interval)
        : OnFlink.local().committing(write, interval);
  }

  @Override
  public void getReady() {
    EarlyStart.begin(this, this == FLINK);
  }

  private PipelineOptions direct(String job, List<String> arguments, int threads) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--runner=" + option);
    all.add("--jobName=" + job);
    // The checks copy every element at every step; our tests keep them on.
    all.add("--enforceImmutability=" + Boolean.getBoolean("lakebeam.checkElements"));
    all.add("--enforceEncodability=" + Boolean.getBoolean("lakebeam.checkElements"));
    all.add("--targetParallelism=" + threads);
    return PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).create();
  }
}
