package io.lakebeam.contract;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fault contract: whatever is killed or breaks, after the ingest was started again the lake
 * holds exactly what was sent. One test per {@link Combination}; {@code -Dlakebeam.contract=}
 * {@code pairwise} (default), {@code full}, {@code list}, or names with commas between. Those of
 * one runner and one store happen to one ingest, one after another, with a verdict after each.
 *
 * <p>Each class has servers of its own and some of the runners, so that two of them can run beside
 * each other, in one JVM each.
 */
abstract class FaultContract {
  private static final long SEED = Long.getLong("lakebeam.contract.seed", 42);

  @TempDir private static Path folder;
  private static ContractServers servers;
  private static Scenarios scenarios;

  private final Set<RunnerKind> runners;

  FaultContract(Set<RunnerKind> runners) {
    this.runners = runners;
  }

  @BeforeAll
  static void prepare() throws Exception {
    servers = new ContractServers(folder);
    scenarios = new Scenarios(servers, folder, SEED);
  }

  @AfterAll
  static void stop() throws Exception {
    if (servers != null) {
      try (ContractServers ended = servers) {
        scenarios.close();
      }
    }
  }

  @TestFactory
  List<DynamicTest> holdsExactlyWhatWasSent() {
    return wanted().stream()
        .filter(c -> runners.contains(c.runner()))
        .sorted(Scenarios.ORDER)
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> run(c)))
        .toList();
  }

  private List<Combination> wanted() {
    String wanted = System.getProperty("lakebeam.contract", "pairwise");
    if (wanted.equals("pairwise")) {
      return Combination.pairwise();
    }
    if (wanted.equals("list")) {
      Combination.all().stream()
          .filter(c -> runners.contains(c.runner()))
          .forEach(combination -> print(combination.toString()));
      return List.of();
    }
    if (wanted.equals("full")) {
      return Combination.all();
    }
    Set<String> names = Set.of(wanted.split(",", -1));
    List<Combination> chosen =
        Combination.all().stream().filter(c -> names.contains(c.toString())).toList();
    if (chosen.size() < names.size()) {
      throw new IllegalArgumentException(
          "lakebeam.contract: found '%s'; allowed: pairwise, full, or of these: %s"
              .formatted(
                  wanted,
                  Combination.all().stream()
                      .map(Combination::toString)
                      .collect(Collectors.joining(", "))));
    }
    return chosen;
  }

  private static void run(Combination combination) throws Exception {
    if (combination.fault() == FaultKind.DISK_FULL && !SmallDisk.canBeMounted(folder)) {
      print(combination + " skipped: a small disk cannot be mounted; needs Linux and root");
      abort("a small disk cannot be mounted; needs Linux and root");
    }
    long start = System.nanoTime();
    String result = "FAILED";
    try {
      scenarios.run(combination);
      result = "ok";
    } finally {
      double seconds = (System.nanoTime() - start) / 1e9;
      print(String.format(Locale.ROOT, "%-45s %-8s %6.1f s", combination, result, seconds));
    }
  }

  /** scripts/contract shows these lines alone. */
  private static void print(String line) {
    System.out.println("contract: " + line);
  }
}
