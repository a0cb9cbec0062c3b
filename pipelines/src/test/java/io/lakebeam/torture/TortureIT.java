package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.contract.PythonReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the seed does to the source and to the servers, the lake ends equal to the source. Three
 * short runs; one of any length by {@code scripts/torture}, which sets {@code
 * lakebeam.torture.seed}, {@code .minutes}, {@code .runner}, {@code .mix}, {@code .values} and
 * {@code .rate}.
 */
class TortureIT {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final int RATE = 40;

  @TempDir private static Path folder;
  private static PythonReader reader;
  private static TortureServers servers;

  @BeforeAll
  static void start() throws Exception {
    reader = PythonReader.start();
    servers = TortureServers.start(folder.resolve("servers"));
  }

  @AfterAll
  static void stop() {
    if (servers != null) {
      servers.close();
    }
    if (reader != null) {
      reader.close();
    }
  }

  @TestFactory
  List<DynamicTest> endsEqualToTheSource() {
    return wanted().stream().map(t -> DynamicTest.dynamicTest(name(t), () -> run(t))).toList();
  }

  private static String name(Torture torture) {
    return torture.runner() + "-" + torture.seed();
  }

  private static List<Torture> wanted() {
    Mix mix = Mix.parse(System.getProperty("lakebeam.torture.mix", ""));
    ValuePool pool =
        ValuePool.valueOf(
            System.getProperty("lakebeam.torture.values", "kept").toUpperCase(Locale.ROOT));
    int rate = Integer.getInteger("lakebeam.torture.rate", RATE);
    Long seed = Long.getLong("lakebeam.torture.seed");
    if (seed != null) {
      double minutes = Double.parseDouble(System.getProperty("lakebeam.torture.minutes", "1"));
      Duration duration = Duration.ofMillis((long) (minutes * 60_000));
      String runner = System.getProperty("lakebeam.torture.runner", "direct");
      return List.of(new Torture(seed, duration, runner, mix, pool, rate));
    }
    return List.of(
        new Torture(1, SHORT, "direct", mix, pool, rate),
        new Torture(2, SHORT, "flink", mix, pool, rate),
        new Torture(4, SHORT, "flink", mix, pool, rate));
  }

  private static void run(Torture torture) throws Exception {
    long start = System.nanoTime();
    print(torture.toString());
    String result = "FAILED";
    try {
      Torture.Evidence evidence =
          torture.run(servers, folder.resolve(name(torture)), line -> print("  " + line));
      Oracle oracle = Oracle.judge(reader, evidence.warehouse(), evidence, torture.seed());
      print("  compared " + oracle.counts());
      oracle.findings().forEach(finding -> print("  " + finding));
      oracle.requireGreen();
      if (torture.pool() == ValuePool.KEPT) {
        assertThat(oracle.counts().get("refused")).as("dead letters").isZero();
      }
      if (Long.getLong("lakebeam.torture.seed") != null) {
        heal(torture, evidence);
      }
      result = "ok";
    } finally {
      print("%s %s, %.1f s".formatted(name(torture), result, (System.nanoTime() - start) / 1e9));
    }
  }

  /** A run of one's own loses the slot in the end. */
  private static void heal(Torture torture, Torture.Evidence evidence) throws Exception {
    try (TortureIngest ingest = torture.ingest(servers, folder.resolve(name(torture)))) {
      List<String> findings =
          LostSlot.heal(
              servers,
              torture.source(servers),
              ingest,
              evidence,
              reader,
              line -> print("  " + line));
      findings.forEach(finding -> print("  " + finding));
      assertThat(findings).as("after the slot was lost").isEmpty();
    }
  }

  /** scripts/torture shows these lines alone. */
  private static void print(String line) {
    System.out.println("torture: " + line);
  }
}
