package io.lakebeam.cli;

import io.lakebeam.runner.RunnerName;
import picocli.CommandLine.Option;

/** {@code --runner}, for the verbs that run a pipeline. */
final class RunnerOption {
  @Option(
      names = "--runner",
      paramLabel = "NAME",
      converter = RunnerConverter.class,
      description = "DirectRunner (the default) or FlinkRunner")
  private RunnerName runner = RunnerName.DIRECT;

  RunnerName runner() {
    return runner;
  }
}
