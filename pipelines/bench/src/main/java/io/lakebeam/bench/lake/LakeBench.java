package io.lakebeam.bench.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/bench lake}. */
@Command(
    name = "lake",
    mixinStandardHelpOptions = true,
    description = "Change events from Kafka into lake tables, beside Flink SQL with Iceberg.")
public final class LakeBench implements Callable<Integer> {
  @Option(names = "--events", description = "Change events. Default: ${DEFAULT-VALUE}")
  private int events = 2_000_000;

  @Option(names = "--keys", description = "Keys that they are over. Default: ${DEFAULT-VALUE}")
  private int keys = 1_000_000;

  @Option(names = "--runs", description = "Runs of each side. Default: ${DEFAULT-VALUE}")
  private int runs = 3;

  @Option(
      names = "--commit-interval",
      paramLabel = "SECONDS",
      description = "How often all commit. Default: ${DEFAULT-VALUE}")
  private int commitSeconds = 10;

  @Option(
      names = "--ours",
      split = ",",
      paramLabel = "TABLES",
      description = "silver, full, or both. Default: silver,full")
  private List<String> ours = List.of("silver", "full");

  @Option(
      names = "--peer",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Run the peer, too; --no-peer: ours alone. Default: ${DEFAULT-VALUE}")
  private boolean peer;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "-Xmx of every side. Default: ${DEFAULT-VALUE}")
  private String heap = "3g";

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Where everything is written. Default: ${DEFAULT-VALUE}")
  private Path work = Path.of(".lakebeam", "bench");

  @Option(
      names = "--keep",
      description = "Leave the broker and its topics for the next benchmark in the same folder.")
  private boolean keep;

  @Option(names = "--json", description = "Print one JSON object to standard output.")
  private boolean json;

  @Option(
      names = "--rate",
      paramLabel = "PER_SECOND",
      description = "Changes a second for --latency and --memory. Default: ${DEFAULT-VALUE}")
  private int rate = 5_000;

  @ArgGroup private Mode mode = new Mode();

  @Spec private CommandSpec spec;

  private static final class Mode {
    @Option(
        names = "--latency",
        paramLabel = "SECONDS",
        description = "Ours alone, at a steady rate for so long: from commit to visible.")
    private int latencySeconds;

    @Option(
        names = "--memory",
        paramLabel = "MINUTES",
        description = "Ours alone, at a steady rate of updates for so long: what it holds.")
    private int memoryMinutes;

    @Option(
        names = "--scale",
        description = "Ours alone, on a table of the keys and on one of ten times as many.")
    private boolean scale;
  }

  @Override
  public Integer call() throws Exception {
    for (int number : new int[] {events, keys, runs, commitSeconds, rate}) {
      if (number < 1) {
        throw new ParameterException(
            spec.commandLine(), "a number of an option must be 1 or more, found " + number);
      }
    }
    System.out.print(bench(settings()).call());
    return 0;
  }

  private Callable<String> bench(BenchSettings settings) {
    if (mode.latencySeconds > 0) {
      return new Latency(settings, rate, mode.latencySeconds);
    }
    if (mode.memoryMinutes > 0) {
      return new Memory(settings, rate, mode.memoryMinutes);
    }
    return mode.scale ? new Scale(settings) : new Throughput(settings);
  }

  private BenchSettings settings() throws IOException {
    Files.createDirectories(work);
    return new BenchSettings(
        work.toRealPath(), sides(), events, keys, runs, commitSeconds, heap, json, keep);
  }

  private List<Side> sides() {
    Set<Side> sides = EnumSet.noneOf(Side.class);
    for (String tables : ours) {
      switch (tables) {
        case "silver" -> sides.add(Side.OURS);
        case "full" -> sides.add(Side.OURS_FULL);
        default ->
            throw new ParameterException(
                spec.commandLine(), "--ours takes silver and full, found " + tables);
      }
    }
    if (peer) {
      sides.add(Side.PEER);
    }
    return List.copyOf(sides);
  }
}
