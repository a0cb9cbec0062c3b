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
    return this == DIRECT ? direct(job, List.of()) : OnFlink.local().batch(job);
  }

  @Override
  public PipelineOptions streaming(String job, Duration commitInterval) {
    return this == DIRECT
        ? direct(job, List.of("--blockOnRun=false", "--streaming=true"))
        : OnFlink.local().streaming(job, commitInterval);
  }

  @Override
  public WriteRecords committing(WriteRecords write, Duration interval) {
    return this == DIRECT
        ? Runner.super.committing(write, interval)
        : OnFlink.local().committing(write, interval);
  }

  private PipelineOptions direct(String job, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--runner=" + option);
    all.add("--jobName=" + job);
    // The checks copy every element at every step; our tests keep them on.
    all.add("--enforceImmutability=" + Boolean.getBoolean("lakebeam.checkElements"));
    all.add("--enforceEncodability=" + Boolean.getBoolean("lakebeam.checkElements"));
    // Threads, not processors: a read of a quiet partition waits in one.
    all.add("--targetParallelism=8");
    return PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).create();
  }
}
