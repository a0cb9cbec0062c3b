package io.lakebeam.cli;

import io.lakebeam.runner.OnFlink;
import io.lakebeam.runner.Runner;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a streaming job on a Flink cluster keeps its state; the flags are Beam's. */
final class CheckpointOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--checkpointingInterval",
      paramLabel = "MILLISECONDS",
      description = "On a Flink cluster: from one checkpoint to the next. Default: 10000")
  private Long interval;

  @Option(
      names = "--stateBackendStoragePath",
      paramLabel = "URI",
      description =
          "On a Flink cluster: where checkpoints go, a folder that all of its processes reach. Default: as the cluster is configured (state.checkpoints.dir)")
  private String storage;

  @Option(
      names = "--savepointPath",
      paramLabel = "PATH",
      description =
          "On a Flink cluster: start from this savepoint or retained checkpoint. Without one the job resumes from the positions in the lake")
  private String savepoint;

  /** The runner with these flags set. */
  Runner on(Runner runner) {
    if (interval == null && storage == null && savepoint == null) {
      return runner;
    }
    if (!(runner instanceof OnFlink flink) || flink.master().equals(OnFlink.LOCAL)) {
      throw wrong(
          "--checkpointingInterval, --stateBackendStoragePath and --savepointPath are for a Flink"
              + " cluster (--runner=FlinkRunner --flinkMaster=HOST:PORT); no other run keeps state");
    }
    if (savepoint != null && flink.master().equals(OnFlink.HOSTED)) {
      throw wrong("--savepointPath: found under flink run, which takes it: flink run -s PATH");
    }
    try {
      flink = interval == null ? flink : flink.withCheckpointInterval(Duration.ofMillis(interval));
    } catch (IllegalArgumentException e) {
      throw wrong("--checkpointingInterval: " + e.getMessage());
    }
    flink = storage == null ? flink : flink.withStateStorage(storage);
    return savepoint == null ? flink : flink.withSavepoint(savepoint);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
