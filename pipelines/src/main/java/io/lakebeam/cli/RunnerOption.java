package io.lakebeam.cli;

import io.lakebeam.runner.RunnerName;
import picocli.CommandLine.Option;

/** {@code --runner}, for the verbs that run a pipeline. */
final class RunnerOption {
  @Option(
      names = "--runner",
      paramLabel = "NAME",
      converter = RunnerConverter.class,
      description = "DirectRunner (the default) or FlinkRunner; under flink run always the latter.")
  private RunnerName runner;

  /** What was asked for; the Direct runner where nothing was, Flink where Flink runs this. */
  RunnerName runner() {
    if (runner == null) {
      return HostedByFlink.now() ? RunnerName.FLINK : RunnerName.DIRECT;
    }
    return runner;
  }
}
