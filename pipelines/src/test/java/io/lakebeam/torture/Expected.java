package io.lakebeam.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The versions that the lake must have of a table, as the witness saw them: the rows of the
 * connector's snapshot, then every change that was committed after it. Where a snapshot was broken
 * off and taken again, the changes between the first and the last may be there and need not.
 */
final class Expected {
  private final NavigableSet<Long> snapshots;
  private final Map<List<String>, List<Version>> byKey = new HashMap<>();
  private final Map<Version.Identity, Version> versions = new HashMap<>();
  private final Map<Version.Identity, Version> required = new HashMap<>();

  private Expected(NavigableSet<Long> snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * Follows the transactions.
   *
   * @param events the lake's: a snapshot's rows tell where in the log it was taken
   */
  static Expected of(
      List<Committed> committed, TortureTable table, Collection<Version.Identity> events) {
    NavigableSet<Long> snapshots = new TreeSet<>();
    events.stream()
        .filter(event -> event.operation().equals("r"))
        .forEach(event -> snapshots.add(event.lsn()));
    Expected expected = new Expected(snapshots);
    List<Long> left = new ArrayList<>(snapshots);
    for (Committed transaction : committed) {
      while (!left.isEmpty() && left.get(0) < transaction.end()) {
        expected.addSnapshot(committed, table, left.remove(0));
      }
      if (snapshots.isEmpty() || transaction.end() > snapshots.first()) {
        transaction.versions().getOrDefault(table, List.of()).forEach(expected::add);
      }
    }
    left.forEach(lsn -> expected.addSnapshot(committed, table, lsn));
    expected.require(committed, table);
    return expected;
  }

  private void addSnapshot(List<Committed> committed, TortureTable table, long lsn) {
    SourceState.alive(SourceState.at(committed, table, lsn))
        .forEach((key, values) -> add(new Version(key, "r", lsn, values)));
  }

  private void add(Version version) {
    if (!version.operation().equals(Version.TRUNCATE)) {
      byKey.computeIfAbsent(version.key(), key -> new ArrayList<>()).add(version);
      versions.put(version.identity(), version);
    }
  }

  private void require(List<Committed> committed, TortureTable table) {
    long from = since();
    versions.forEach(
        (identity, version) -> {
          if (version.operation().equals("r") && version.lsn() == from) {
            required.put(identity, version);
          }
        });
    for (Committed transaction : committed) {
      if (transaction.end() > from) {
        for (Version version : transaction.versions().getOrDefault(table, List.of())) {
          if (versions.containsKey(version.identity())) {
            required.put(version.identity(), version);
          }
        }
      }
    }
  }

  /** The position of the last snapshot, 0 where there was none. */
  long since() {
    return snapshots.isEmpty() ? 0 : snapshots.last();
  }

  /** All that may be in the lake. */
  Map<Version.Identity, Version> versions() {
    return versions;
  }

  /** All that must be. */
  Map<Version.Identity, Version> required() {
    return required;
  }

  /** A key's versions, oldest first. */
  List<Version> of(List<String> key) {
    return byKey.getOrDefault(key, List.of());
  }
}
