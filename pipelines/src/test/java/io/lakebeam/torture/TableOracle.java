package io.lakebeam.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The invariants of one table; what is wrong is said, not thrown, so that all of it is seen. */
final class TableOracle {
  private final TortureTable table;
  private final List<Committed> committed;
  private final TableColumns columns;
  private final LakeRows lake;
  private final List<String> findings = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<Version.Identity> events;
  private final Map<Version.Identity, String> refused;
  private final List<LakeVersion> history;
  private final List<LakeVersion> current;
  private final Expected expected;

  TableOracle(TortureTable table, Torture.Evidence evidence, LakeFiles files) {
    this.table = table;
    this.committed = evidence.committed();
    this.columns = evidence.columns().get(table);
    this.lake = new LakeRows(files, table, columns, evidence.poison().keySet());
    this.events = lake.events();
    this.refused = lake.refused();
    this.history = lake.history();
    this.current = lake.current();
    Set<Version.Identity> arrived = new HashSet<>(events);
    arrived.addAll(refused.keySet());
    this.expected = Expected.of(committed, table, columns, arrived);
  }

  /** All checks; what was found wrong is in {@link #findings}. */
  void judge(List<TortureSource.Cut> cuts, RandomGenerator random) {
    cuts.forEach(this::checkWitness);
    checkEvents();
    checkHistory();
    checkOrder();
    checkCurrent();
    checkSource(cuts.get(cuts.size() - 1));
    TimeTravel time = new TimeTravel(table, committed, columns, expected);
    if (refused.isEmpty()) {
      findings.addAll(time.commits(history, random));
    }
    findings.addAll(time.snapshots(lake));
    counts.put("events", (long) events.size());
    counts.put("refused", (long) refused.size());
    refused.values().forEach(reason -> counts.merge("refused: " + reason, 1L, Long::sum));
    counts.put("versions", (long) history.size());
    counts.put("tombstones", (long) expected.tombstones().size());
    counts.put("columns", (long) columns.inLake().size());
    counts.put("rows", current.stream().filter(row -> !row.version().isDelete()).count());
    counts.put("snapshots", (long) lake.snapshotsOfCurrent().size());
  }

  /** Whether the lake is the source in the end, whatever it has of how it came to that. */
  void judgeEnd(TortureSource.Cut end) {
    checkCurrent();
    checkSource(end);
  }

  List<String> findings() {
    return findings;
  }

  /** What was compared, by name. */
  Map<String, Long> counts() {
    return counts;
  }

  private void checkWitness(TortureSource.Cut cut) {
    Differences.between(
            source(cut),
            SourceState.shown(SourceState.at(committed, table, cut.lsn()), columns, cut.lsn()))
        .ifPresent(
            found ->
                finding(
                    "the witness",
                    "does not fold to the source at %s: %s"
                        .formatted(Version.lsnText(cut.lsn()), found)));
  }

  private Map<List<String>, Map<String, String>> source(TortureSource.Cut cut) {
    Map<String, String> names = columns.at(cut.lsn());
    Map<List<String>, Map<String, String>> rows = new HashMap<>();
    cut.rows()
        .get(table)
        .forEach(
            (key, row) -> {
              Map<String, String> values = new HashMap<>();
              row.forEach((name, value) -> values.put(names.getOrDefault(name, name), value));
              rows.put(key, values);
            });
    return rows;
  }

  /** In = out + dead letters: every change is in bronze or refused, once. */
  private void checkEvents() {
    List<Version.Identity> all = new ArrayList<>(events);
    all.addAll(refused.keySet());
    List<String> parts = new ArrayList<>();
    Set<Version.Identity> once = new HashSet<>(all);
    Differences.add(parts, "missing", strings(expected.required().keySet(), once::contains));
    Differences.add(parts, "too much", strings(once, expected.versions()::containsKey));
    Set<Version.Identity> seen = new HashSet<>();
    Differences.add(parts, "twice", strings(all, seen::add));
    if (!parts.isEmpty()) {
      finding(
          LakeRows.bronze(table),
          "%d events and %d dead letters, the source has committed %d: %s"
              .formatted(
                  events.size(),
                  refused.size(),
                  expected.required().size(),
                  String.join("; ", parts)));
    }
  }

  private static List<String> strings(
      Collection<Version.Identity> identities, Predicate<Version.Identity> isRight) {
    return identities.stream().filter(isRight.negate()).map(Version.Identity::toString).toList();
  }

  private void checkHistory() {
    Map<Version.Identity, Map<String, String>> wanted = new HashMap<>();
    events.stream()
        .filter(expected.versions()::containsKey)
        .forEach(event -> wanted.put(event, values(expected.versions().get(event))));
    expected.required().forEach((identity, version) -> wanted.put(identity, values(version)));
    wanted.keySet().removeAll(refused.keySet());
    wanted.keySet().removeIf(identity -> identity.operation().equals(Version.TRUNCATE));
    expected.tombstones().keySet().forEach(identity -> wanted.put(identity, Map.of()));
    Map<Version.Identity, Map<String, String>> found = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (LakeVersion version : history) {
      if (found.put(version.version().identity(), values(version.version())) != null) {
        twice.add(version.version().identity().toString());
      }
    }
    Differences.between(wanted, found)
        .ifPresent(text -> finding(LakeRows.history(table), "versions: " + text));
    if (!twice.isEmpty()) {
      finding(LakeRows.history(table), "versions that are there twice: " + twice);
    }
  }

  private static Map<String, String> values(Version version) {
    return version.isDelete() ? Map.of() : version.values();
  }

  /** A key's versions follow each other as the source committed them. */
  private void checkOrder() {
    Map<List<String>, List<LakeVersion>> byKey =
        history.stream().collect(Collectors.groupingBy(found -> found.version().key()));
    List<String> wrong = new ArrayList<>();
    byKey.forEach(
        (key, versions) -> {
          List<Version.Identity> found =
              versions.stream().sorted(LakeVersion.ORDER).map(v -> v.version().identity()).toList();
          List<Version.Identity> wanted =
              expected.of(key).stream().map(Version::identity).filter(found::contains).toList();
          if (found.size() == wanted.size() && !found.equals(wanted)) {
            wrong.add("%s, committed in the order %s".formatted(found, wanted));
          }
        });
    List<String> parts = new ArrayList<>();
    Differences.add(
        parts, "keys whose versions are in another order than they were committed", wrong);
    parts.forEach(part -> finding(LakeRows.history(table), part));
  }

  /** The history's last version of each key is the current one. */
  private void checkCurrent() {
    Differences.between(described(LakeVersion.newest(history)), described(current))
        .ifPresent(
            text -> finding(LakeRows.current(table), "is not what its history folds to: " + text));
  }

  private static Map<List<String>, Map<String, String>> described(Collection<LakeVersion> rows) {
    Map<List<String>, Map<String, String>> described = new HashMap<>();
    for (LakeVersion row : rows) {
      Map<String, String> values = new HashMap<>(values(row.version()));
      values.put("_op", row.version().operation());
      values.put("_lsn", Version.lsnText(row.version().lsn()));
      described.put(row.version().key(), values);
    }
    return described;
  }

  /**
   * A row has in the source what its last change wrote; of columns that came later, which the log
   * does not tell, the source alone knows what they gave it, and those that are gone the lake
   * keeps.
   */
  private void checkSource(TortureSource.Cut cut) {
    Set<List<String>> unknown =
        refused.keySet().stream().map(Version.Identity::key).collect(Collectors.toSet());
    Map<List<String>, Map<String, String>> source = source(cut);
    Map<List<String>, Map<String, String>> found = LakeVersion.shown(current, columns, cut.lsn());
    source.keySet().removeAll(unknown);
    found.keySet().removeAll(unknown);
    Differences.between(source, found)
        .ifPresent(
            text ->
                finding(
                    LakeRows.current(table),
                    "is not the source at %s: %s".formatted(Version.lsnText(cut.lsn()), text)));
  }

  private void finding(String what, String text) {
    findings.add("%s %s".formatted(what, text));
  }
}
