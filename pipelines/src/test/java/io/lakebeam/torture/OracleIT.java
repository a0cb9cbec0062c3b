package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.contract.DiskFiles;
import io.lakebeam.contract.PythonReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle finds one wrong event among all the right ones, and says which. */
class OracleIT {
  private static final long SEED = 11;
  private static final String CURRENT = LakeRows.current(TortureTable.SLIM);
  private static final String HISTORY = LakeRows.history(TortureTable.SLIM);
  private static final String BRONZE = LakeRows.bronze(TortureTable.SLIM);

  @TempDir private static Path folder;
  private static PythonReader reader;
  private static Torture.Evidence evidence;

  /** A short run without faults. */
  @BeforeAll
  static void fillALake() throws Exception {
    reader = PythonReader.start();
    try (TortureServers servers = TortureServers.start(folder.resolve("servers"))) {
      evidence =
          new Torture(SEED, Duration.ofSeconds(8), "direct", Mix.captured(), ValuePool.KEPT, 40)
              .run(servers, folder.resolve("run"), line -> {});
    }
  }

  @AfterAll
  static void stop() {
    if (reader != null) {
      reader.close();
    }
  }

  @Test
  void findsNothingWhereAllIsRight() throws Exception {
    Oracle oracle = judge(evidence.warehouse());

    assertThat(oracle.findings()).isEmpty();
    assertThat(oracle.counts().get("events")).isGreaterThan(500);
  }

  @Test
  void findsAnEventThatWasDropped() throws Exception {
    Path lake = copy("dropped");
    Tampering bronze = Tampering.with(lake, BRONZE);
    Tampering history = Tampering.with(lake, HISTORY);
    GenericRow dropped = lastTwo(history).get(0);
    bronze.replace(List.of(event(bronze, history, dropped)), List.of());
    history.replace(List.of(dropped), List.of());

    String event = described(history, dropped);
    assertThat(judge(lake).findings())
        .anyMatch(finding -> is(finding, BRONZE, "missing 1: " + event))
        .anyMatch(finding -> is(finding, HISTORY, "missing 1: " + event));
  }

  @Test
  void findsAnEventThatCameTwice() throws Exception {
    Path lake = copy("doubled");
    Tampering bronze = Tampering.with(lake, BRONZE);
    Tampering history = Tampering.with(lake, HISTORY);
    GenericRow version = lastTwo(history).get(0);
    GenericRow event = event(bronze, history, version);
    long lsn = (long) bronze.value(event, "lsn") + 1;
    GenericRow again = history.with(version, "_lsn", lsn);
    bronze.replace(List.of(), List.of(bronze.with(event, "lsn", lsn)));
    history.replace(List.of(), List.of(again));

    assertThat(judge(lake).findings())
        .anyMatch(finding -> is(finding, BRONZE, "too much 1: " + described(history, again)))
        .anyMatch(finding -> is(finding, HISTORY, "too much 1: " + described(history, again)));
  }

  @Test
  void findsTheSameEventUnderTwoPlacesInTheOrder() throws Exception {
    Path lake = copy("again");
    Tampering history = Tampering.with(lake, HISTORY);
    GenericRow version = lastTwo(history).get(0);
    long commit = (long) history.value(version, "_commit_lsn");
    history.replace(List.of(), List.of(history.with(version, "_commit_lsn", commit - 1)));

    assertThat(judge(lake).findings())
        .anyMatch(
            finding -> is(finding, HISTORY, "there twice: [" + described(history, version) + "]"));
  }

  @Test
  void findsTwoEventsOfOneKeyInTheOtherOrder() throws Exception {
    Path lake = copy("swapped");
    Tampering history = Tampering.with(lake, HISTORY);
    GenericRow first = lastTwo(history).get(0);
    GenericRow second = lastTwo(history).get(1);
    history.replace(
        List.of(first, second),
        List.of(
            history.with(first, "_commit_lsn", history.value(second, "_commit_lsn")),
            history.with(second, "_commit_lsn", history.value(first, "_commit_lsn"))));

    String key = "key [%s]".formatted(history.value(first, "tag"));
    assertThat(judge(lake).findings())
        .anyMatch(
            finding ->
                is(finding, HISTORY, "in another order than they were committed 1: [")
                    && finding.contains(key))
        .anyMatch(finding -> is(finding, CURRENT, "is not what its history folds to"));
  }

  @Test
  void findsACommitThatWasReverted() throws Exception {
    Path lake = copy("reverted");
    Tampering.with(lake, CURRENT).revertLastCommit();

    assertThat(judge(lake).findings())
        .anyMatch(finding -> is(finding, CURRENT, "is not what its history folds to"))
        .anyMatch(finding -> is(finding, CURRENT, "is not the source at"));
  }

  private static boolean is(String finding, String table, String text) {
    return finding.startsWith(table + " ") && finding.contains(text);
  }

  private static Oracle judge(Path warehouse) throws Exception {
    return Oracle.judge(reader, warehouse, evidence, SEED);
  }

  private static Path copy(String name) throws Exception {
    Path copy = folder.resolve(name);
    DiskFiles.copy(evidence.warehouse(), copy);
    return copy;
  }

  /** The last two versions of a key, both with a row, of different transactions. */
  private static List<GenericRow> lastTwo(Tampering history) throws Exception {
    Map<Object, List<GenericRow>> byKey = new HashMap<>();
    for (GenericRow row : history.rows()) {
      byKey.computeIfAbsent(history.value(row, "tag"), key -> new ArrayList<>()).add(row);
    }
    for (List<GenericRow> versions : byKey.values()) {
      versions.sort(
          Comparator.comparingLong((GenericRow row) -> (long) history.value(row, "_commit_lsn"))
              .thenComparingLong(row -> (long) history.value(row, "_lsn")));
      List<GenericRow> two = versions.subList(Math.max(0, versions.size() - 2), versions.size());
      if (two.size() == 2
          && two.stream().allMatch(row -> history.value(row, "_deleted").equals(false))
          && !Objects.equals(
              history.value(two.get(0), "_commit_lsn"), history.value(two.get(1), "_commit_lsn"))
          && !Objects.equals(history.value(two.get(0), "_op"), BinaryString.fromString("r"))) {
        return two;
      }
    }
    throw new IllegalStateException("no key has two versions with a row; choose another seed");
  }

  private static GenericRow event(Tampering bronze, Tampering history, GenericRow version)
      throws Exception {
    return bronze.rows().stream()
        .filter(
            event ->
                bronze.value(event, "lsn").equals(history.value(version, "_lsn"))
                    && bronze
                        .value(event, "key")
                        .toString()
                        .contains(history.value(version, "tag").toString()))
        .findFirst()
        .orElseThrow();
  }

  private static String described(Tampering history, GenericRow version) {
    return new Version.Identity(
            List.of(history.value(version, "tag").toString()),
            history.value(version, "_op").toString(),
            (long) history.value(version, "_lsn"))
        .toString();
  }
}
