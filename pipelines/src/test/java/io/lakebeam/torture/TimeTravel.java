package io.lakebeam.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** What a lake says of the past, against what was. */
final class TimeTravel {
  private static final int COMMITS_LOOKED_AT = 10;

  private final TortureTable table;
  private final List<Committed> committed;
  private final TableColumns columns;
  private final Expected expected;

  TimeTravel(
      TortureTable table, List<Committed> committed, TableColumns columns, Expected expected) {
    this.table = table;
    this.committed = committed;
    this.columns = columns;
    this.expected = expected;
  }

  /** By the log: the history up to some commits folds to what the source was after them. */
  List<String> commits(List<LakeVersion> history, RandomGenerator random) {
    List<Committed> streamed = committed.stream().filter(c -> c.end() > expected.since()).toList();
    List<String> findings = new ArrayList<>();
    Set<Long> ends = new TreeSet<>();
    for (int i = 0; i < COMMITS_LOOKED_AT && !streamed.isEmpty(); i++) {
      ends.add(streamed.get(random.nextInt(streamed.size())).end());
    }
    for (long end : ends) {
      List<LakeVersion> until = history.stream().filter(v -> v.commitLsn() < end).toList();
      Differences.between(
              SourceState.shown(SourceState.at(committed, table, end), columns, end),
              LakeVersion.shown(LakeVersion.newest(until), columns, end))
          .ifPresent(
              text ->
                  findings.add(
                      "%s does not fold to the source after the commit at %s: %s"
                          .formatted(LakeRows.history(table), Version.lsnText(end), text)));
    }
    return findings;
  }

  /** By snapshots: each row is a version of its key, never older than in the snapshot before. */
  List<String> snapshots(LakeRows lake) {
    List<String> findings = new ArrayList<>();
    Map<List<String>, Integer> before = new HashMap<>();
    for (long snapshot : lake.snapshotsOfCurrent()) {
      Map<List<String>, Integer> now = new HashMap<>();
      List<String> unknown = new ArrayList<>();
      for (LakeVersion row : lake.currentAsOf(snapshot)) {
        int at = expected.of(row.version().key()).indexOf(row.version());
        if (at < 0) {
          unknown.add(row.version().identity().toString());
        }
        now.put(row.version().key(), at);
      }
      List<String> parts = new ArrayList<>();
      Differences.add(parts, "rows that never were", unknown);
      Differences.add(parts, "older than in the snapshot before, or gone", older(before, now));
      parts.forEach(
          part ->
              findings.add(
                  "%s, snapshot %d, %s".formatted(LakeRows.current(table), snapshot, part)));
      before.putAll(now);
    }
    return findings;
  }

  private static List<String> older(
      Map<List<String>, Integer> before, Map<List<String>, Integer> now) {
    return before.entrySet().stream()
        .filter(key -> now.getOrDefault(key.getKey(), -1) < key.getValue())
        .map(key -> key.getKey().toString())
        .toList();
  }
}
