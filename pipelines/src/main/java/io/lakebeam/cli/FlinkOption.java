package io.lakebeam.cli;

import io.lakebeam.runner.OnFlink;
import io.lakebeam.runner.Runner;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The runner and, where it is Flink, which one; flags that Beam has are named as Beam does. */
final class FlinkOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private RunnerOption runner;

  @Option(
      names = "--flinkMaster",
      paramLabel = "HOST:PORT",
      description =
          "With FlinkRunner: the REST interface of a cluster's JobManager. Default: [local], a cluster in this process; under flink run [auto], the cluster that it was told")
  private String master;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description =
          "With FlinkRunner: subtasks of each step. Default: 2 with [local], else as the cluster is configured")
  private Integer parallelism;

  @Option(
      names = "--filesToStage",
      paramLabel = "JAR",
      description = "With --flinkMaster=HOST:PORT: the job jar. Default: the one that was built")
  private Path jobJar;

  /** The runner as the flags say. */
  Runner runner() {
    if (runner.runner() != RunnerName.FLINK) {
      requireNone("--flinkMaster", master);
      requireNone("--parallelism", parallelism);
      requireNone("--filesToStage", jobJar);
      return runner.runner();
    }
    String where = master == null && HostedByFlink.now() ? OnFlink.HOSTED : master;
    try {
      OnFlink flink = OnFlink.cluster(where == null ? OnFlink.LOCAL : where);
      flink = parallelism == null ? flink : flink.withParallelism(parallelism);
      return jobJar == null ? flink : flink.withJobJar(jobJar.toAbsolutePath());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--flinkMaster, --parallelism: " + e.getMessage(), e);
    }
  }

  private void requireNone(String flag, Object value) {
    if (value != null) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is for --runner=%s; the runner is %s"
              .formatted(flag, RunnerName.FLINK.option(), runner.runner().option()));
    }
  }
}
