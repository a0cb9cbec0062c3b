package io.lakebeam.bench;

import io.lakebeam.bench.files.FilesBench;
import io.lakebeam.bench.freshness.FreshnessBench;
import io.lakebeam.bench.lake.LakeBench;
import io.lakebeam.bench.snapshot.SnapshotBench;
import io.lakebeam.bench.sql.SqlBench;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code scripts/bench NAME [OPTIONS]}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Run ours and its peers on the same data and print both, side by side.",
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      LakeBench.class,
      FilesBench.class,
      FreshnessBench.class,
      SnapshotBench.class,
      SqlBench.class
    })
public final class Bench implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  private Bench() {}

  /** Runs one benchmark; exit code 0: done, 1: failed, 2: wrong usage. */
  public static void main(String[] arguments) {
    CommandLine bench =
        new CommandLine(new Bench())
            .setExecutionExceptionHandler(
                (error, command, parsed) -> {
                  System.err.println("bench: " + error.getMessage());
                  if (!(error instanceof IllegalStateException)) {
                    error.printStackTrace(System.err);
                  }
                  return FAILED;
                });
    System.exit(bench.execute(arguments));
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "a benchmark is missing; there are: " + String.join(", ", spec.subcommands().keySet()));
  }
}
