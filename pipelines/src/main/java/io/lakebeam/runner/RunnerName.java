package io.lakebeam.runner;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The runners that pipelines run on, and the options that each of them needs. */
public enum RunnerName {
  /** In this JVM, for development and tests. */
  DIRECT("DirectRunner"),
  /** Flink; {@code [local]} is a cluster in this JVM. */
  FLINK("FlinkRunner");

  private static final int PARALLELISM = 2;

  private final String option;

  RunnerName(String option) {
    this.option = option;
  }

  /** The name as {@code --runner} takes it. */
  public String option() {
    return option;
  }

  /** Options of a pipeline that ends by itself; running it waits for the end. */
  public PipelineOptions batch(String job) {
    return options(
        job,
        this == DIRECT
            ? List.of()
            : List.of("--flinkMaster=[local]", "--parallelism=" + PARALLELISM));
  }

  /** Options of a pipeline that runs until it is cancelled; running it returns at once. */
  public PipelineOptions streaming(String job) {
    return options(
        job,
        this == DIRECT
            ? List.of("--blockOnRun=false", "--streaming=true")
            : List.of(
                "--flinkMaster=[local]",
                "--parallelism=" + PARALLELISM,
                "--streaming=true",
                "--attachedMode=false",
                "--maxBundleSize=" + Long.MAX_VALUE,
                "--maxBundleTimeMills=6600",
                "--finishBundleBeforeCheckpointing=true",
                "--objectReuse=true",
                "--fasterCopy=true",
                "--autoWatermarkInterval=100",
                // No checkpoints: what a restart needs is in the lake, and a failure ends the run
                // instead of repeating it. Without checkpoints Beam ends idle sources by default.
                "--shutdownSourcesAfterIdleMs=" + Long.MAX_VALUE));
  }

  private PipelineOptions options(String job, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--runner=" + option);
    all.add("--jobName=" + job);
    if (this == DIRECT) {
      // The checks copy every element at every step; our tests keep them on.
      all.add("--enforceImmutability=" + Boolean.getBoolean("lakebeam.checkElements"));
      all.add("--enforceEncodability=" + Boolean.getBoolean("lakebeam.checkElements"));
      // Threads, not processors: a read of a quiet partition waits in one.
      all.add("--targetParallelism=8");
    }
    return PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).create();
  }
}
