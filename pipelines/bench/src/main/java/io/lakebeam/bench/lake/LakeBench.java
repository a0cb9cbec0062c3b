package io.lakebeam.bench.lake;

import io.lakebeam.bench.changes.ChangeMix;
import io.lakebeam.bench.measure.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(work);
    work = work.toRealPath();
    List<Side> sides = new ArrayList<>();
    for (String tables : ours) {
      sides.add(tables.equals("full") ? Side.OURS_FULL : Side.OURS);
    }
    Map<Side, List<Properties>> results = new TreeMap<>();
    try (Broker broker = Broker.in(work)) {
      String topic = broker.topic(ChangeMix.of(events, keys), SEED);
      for (int run = 1; run <= runs; run++) {
        System.err.printf("Run %d of %d%n", run, runs);
        for (Side side : sides) {
          Properties result = run(side, run, broker.address(), topic);
          results.computeIfAbsent(side, s -> new ArrayList<>()).add(result);
          System.out.println(side.title() + " " + result);
        }
      }
      if (keep) {
        broker.keep();
      }
    }
    return 0;
  }

  private Properties run(Side side, int run, String kafka, String topic) throws Exception {
    Path folder = work.resolve(side.folder() + "-" + run);
    delete(folder);
    Files.createDirectories(folder);
    List<String> jvm =
        new ArrayList<>(
            List.of(
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "-Dlogback.configurationFile=bench-logback.xml"));
    String added = System.getenv("LAKEBEAM_JAVA_OPTS");
    if (added != null && !added.isBlank()) {
      jvm.addAll(List.of(added.strip().split(" +")));
    }
    RunOptions options =
        new RunOptions(
            kafka,
            topic,
            folder.resolve("warehouse"),
            side.tables(),
            commitSeconds,
            PARALLELISM,
            folder.resolve("result.properties"));
    return new SideProcess(folder, System.getProperty("java.class.path"), jvm)
        .run(side, options, TIMEOUT_SECONDS);
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
