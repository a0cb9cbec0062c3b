package io.lakebeam.bench.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.bench.changes.ChangeMix;
import io.lakebeam.bench.measure.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
  private static final int PARALLELISM = 2;
  private static final int SEED = 42;
  private static final long TIMEOUT_SECONDS = 3_600;

  @Option(names = "--events", description = "Change events. Default: ${DEFAULT-VALUE}")
  private int events = 2_000_000;

  @Option(names = "--keys", description = "Keys that they are over. Default: ${DEFAULT-VALUE}")
  private int keys = 1_000_000;

  @Option(names = "--runs", description = "Runs of each side. Default: ${DEFAULT-VALUE}")
  private int runs = 3;

  @Option(
      names = "--commit-interval",
      paramLabel = "SECONDS",
      description = "How often both commit. Default: ${DEFAULT-VALUE}")
  private int commitSeconds = 10;

  @Option(
      names = "--ours",
      split = ",",
      paramLabel = "TABLES",
      description = "silver, full, or both. Default: ${DEFAULT-VALUE}")
  private List<String> ours = List.of("silver", "full");

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

  @Option(names = "--keep", description = "Leave the broker and its topic for the next benchmark.")
  private boolean keep;

  @Option(
      names = "--peer",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Run the peer, too; --no-peer: ours alone. Default: ${DEFAULT-VALUE}")
  private boolean peer;

  @Option(names = "--json", description = "Print one JSON object to standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Side> sides = sides();
    Files.createDirectories(work);
    work = work.toRealPath();
    ChangeMix mix = ChangeMix.of(events, keys);
    LakeReport report = new LakeReport(events);
    try (Broker broker = Broker.in(work)) {
      String topic = broker.topic(mix, SEED);
      for (int run = 1; run <= runs; run++) {
        System.err.printf("Run %d of %d%n", run, runs);
        for (Side side : sides) {
          report.add(side, run(side, run, broker.address(), topic));
        }
      }
      if (keep) {
        broker.keep();
      }
    }
    report.requireEqualTables(mix.rowsLeft());
    if (json) {
      System.out.println(new ObjectMapper().writeValueAsString(report.json()));
    } else {
      System.out.print(report.text());
    }
    return 0;
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

  private Properties run(Side side, int run, String kafka, String topic) throws Exception {
    Path folder = work.resolve(side.folder() + "-" + run);
    delete(folder);
    Files.createDirectories(folder);
    RunOptions options =
        new RunOptions(
            kafka,
            topic,
            folder.resolve("warehouse"),
            side.tables(),
            commitSeconds,
            PARALLELISM,
            folder.resolve("result.properties"));
    return new SideProcess(folder, heap).run(side, options, TIMEOUT_SECONDS);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
