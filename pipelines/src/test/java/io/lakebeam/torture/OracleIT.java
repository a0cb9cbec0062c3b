package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.contract.DiskFiles;
import io.lakebeam.contract.PythonReader;
import java.nio.file.Path;
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
  private static final int TRANSACTIONS = 300;
  private static final Mix MIX = Mix.parse("full,ddl=40,truncate=8");
  private static final TortureTable SLIM = TortureTable.SLIM;
  private static final String ROW = "00000000-0000-0000-0000-000000000001";
  private static final String CURRENT = LakeRows.current(SLIM);
  private static final String HISTORY = LakeRows.history(SLIM);
  private static final String BRONZE = LakeRows.bronze(SLIM);

  @TempDir private static Path folder;
  private static PythonReader reader;
  private static Torture.Evidence evidence;

  /** What is streamed is the same every time, and ends with what is tampered with. */
  @BeforeAll
  static void fillALake() throws Exception {
    reader = PythonReader.start();
    try (TortureServers servers = TortureServers.start(folder.resolve("servers"))) {
      TortureSource source = new TortureSource(servers.postgres(), "oracle");
      source.makeTables();
      try (Witness witness = Witness.of(source);
          TortureIngest ingest =
              new TortureIngest(servers, source.schema(), folder.resolve("run"), "direct");
          Workload workload = Workload.of(source, MIX, ValuePool.KEPT, SEED)) {
        LakeProgress progress =
            new LakeProgress(servers, source, ingest.connector(), ingest.warehouse());
        workload.prepare(TRANSACTIONS);
        ingest.start();
        Torture.drain(source, progress, ingest);
        workload.lakeHas(source.mark());
        workload.act(TRANSACTIONS);
        source.execute("TRUNCATE " + source.name(TortureTable.PAIR));
        source.execute("INSERT INTO %s (tag) VALUES ('%s')".formatted(source.name(SLIM), ROW));
        source.execute(
            "UPDATE %s SET whole = 2 WHERE tag = '%s'".formatted(source.name(SLIM), ROW));
        Torture.drain(source, progress, ingest);
        ingest.stop();
        TortureSource.Cut end = source.cut();
        witness.await(source.mark());
        evidence =
            new Torture.Evidence(
                ingest.warehouse(), witness.committed(), witness.columns(), Map.of(), List.of(end));
      }
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

  @Test
  void findsATruncateThatWasDropped() throws Exception {
    Path lake = copy("untruncated");
    Truncated truncated = Truncated.lastOf(lake, TortureTable.PAIR);
    truncated.bronze().replace(List.of(truncated.event()), List.of());
    truncated.history().replace(truncated.tombstones(), List.of());

    assertThat(judge(lake).findings())
        .anyMatch(
            finding ->
                is(finding, LakeRows.bronze(truncated.table()), "missing 1: key [], operation t"))
        .anyMatch(
            finding ->
                is(
                    finding,
                    LakeRows.history(truncated.table()),
                    "missing %d: ".formatted(truncated.tombstones().size())));
  }

  @Test
  void findsATruncateThatCameTwice() throws Exception {
    Path lake = copy("truncated-twice");
    Truncated truncated = Truncated.lastOf(lake, TortureTable.PAIR);
    Tampering bronze = truncated.bronze();
    long lsn = (long) bronze.value(truncated.event(), "lsn") + 1;
    bronze.replace(List.of(), List.of(bronze.with(truncated.event(), "lsn", lsn)));

    assertThat(judge(lake).findings())
        .anyMatch(
            finding ->
                is(finding, LakeRows.bronze(truncated.table()), "too much 1: key [], operation t"));
  }

  @Test
  void findsARowThatATruncateDidNotEnd() throws Exception {
    Path lake = copy("survivor");
    Truncated truncated = Truncated.lastOf(lake, TortureTable.PAIR);
    GenericRow survivor =
        truncated.history().with(truncated.tombstones().get(0), "_deleted", false);
    truncated.history().replace(List.of(), List.of(survivor));

    assertThat(judge(lake).findings())
        .anyMatch(
            finding -> is(finding, LakeRows.history(truncated.table()), " differs in 1: key ["))
        .anyMatch(
            finding ->
                is(
                    finding,
                    LakeRows.current(truncated.table()),
                    "is not what its history folds to"));
  }

  @Test
  void findsAValueThatIsMissingInAColumnThatCame() throws Exception {
    Path lake = copy("emptied");
    for (TortureTable table : TortureTable.values()) {
      Tampering history = Tampering.with(lake, LakeRows.history(table));
      for (String column : history.columns()) {
        for (GenericRow row :
            column.startsWith("extra_") ? history.rows() : List.<GenericRow>of()) {
          if (history.value(row, column) != null) {
            history.replace(List.of(), List.of(history.with(row, column, null)));
            assertThat(judge(lake).findings())
                .anyMatch(finding -> is(finding, LakeRows.history(table), " differs in 1: key ["));
            return;
          }
        }
      }
    }
    throw new IllegalStateException("no column came that has a value; choose another seed");
  }

  @Test
  void findsColumnsThatHaveEachOthersNames() throws Exception {
    Path lake = copy("exchanged");
    for (String table :
        List.of(LakeRows.current(TortureTable.WIDE), LakeRows.history(TortureTable.WIDE))) {
      Tampering.exchange(lake, table, "note", "label");
    }

    assertThat(judge(lake).findings())
        .anyMatch(
            finding ->
                is(finding, LakeRows.history(TortureTable.WIDE), "label differs in")
                    && finding.contains("note differs in"))
        .anyMatch(finding -> is(finding, LakeRows.current(TortureTable.WIDE), "is not the source"));
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
