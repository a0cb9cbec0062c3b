package io.lakebeam.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The versions that the lake must have of a table, as the witness saw them: the rows of the
 * connector's snapshot, then every change that was committed after it. Where a snapshot was broken
 * off and taken again, the changes between the first and the last may be there and need not. A
 * TRUNCATE is one event, and a version of every key that had a row since the one before: its end.
 */
final class Expected {
  private final TortureTable table;
  private final TableColumns columns;
  private final NavigableSet<Long> snapshots;
  private final Map<List<String>, List<Version>> byKey = new HashMap<>();
  private final Map<Version.Identity, Version> versions = new HashMap<>();
  private final Map<Version.Identity, Version> required = new HashMap<>();
  private final Map<Version.Identity, Version> tombstones = new HashMap<>();
  private final Set<List<String>> untruncated = new HashSet<>();

  private Expected(TortureTable table, TableColumns columns, NavigableSet<Long> snapshots) {
    this.table = table;
    this.columns = columns;
    this.snapshots = snapshots;
  }

  /**
   * Follows the transactions.
   *
   * @param events the lake's: a snapshot's rows tell where in the log it was taken
   */
  static Expected of(
      List<Committed> committed,
      TortureTable table,
      TableColumns columns,
      Collection<Version.Identity> events) {
    NavigableSet<Long> snapshots = new TreeSet<>();
    events.stream()
        .filter(event -> event.operation().equals("r"))
        .forEach(event -> snapshots.add(event.lsn()));
    Expected expected = new Expected(table, columns, snapshots);
    List<Long> left = new ArrayList<>(snapshots);
    for (Committed transaction : committed) {
      while (!left.isEmpty() && left.get(0) < transaction.end()) {
        expected.addSnapshot(committed, left.remove(0));
      }
      if (snapshots.isEmpty() || transaction.end() > snapshots.first()) {
        transaction.versions().getOrDefault(table, List.of()).forEach(expected::add);
      }
    }
    left.forEach(lsn -> expected.addSnapshot(committed, lsn));
    expected.require(committed);
    return expected;
  }

  private void addSnapshot(List<Committed> committed, long lsn) {
    SourceState.shown(SourceState.at(committed, table, lsn), columns, lsn)
        .forEach((key, values) -> add(new Version(key, "r", lsn, values)));
  }

  private void add(Version version) {
    versions.put(version.identity(), version);
    if (version.operation().equals(Version.TRUNCATE)) {
      untruncated.forEach(
          key -> addTombstone(new Version(key, Version.TRUNCATE, version.lsn(), null)));
      untruncated.clear();
      return;
    }
    byKey.computeIfAbsent(version.key(), key -> new ArrayList<>()).add(version);
    if (!version.isDelete()) {
      untruncated.add(version.key());
    }
  }

  private void addTombstone(Version end) {
    byKey.get(end.key()).add(end);
    tombstones.put(end.identity(), end);
  }

  private void require(List<Committed> committed) {
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

  /** All events that may be in the lake. */
  Map<Version.Identity, Version> versions() {
    return versions;
  }

  /** All that must be. */
  Map<Version.Identity, Version> required() {
    return required;
  }

  /** The ends of rows by TRUNCATE, which no event names. */
  Map<Version.Identity, Version> tombstones() {
    return tombstones;
  }

  /** A key's versions, oldest first. */
  List<Version> of(List<String> key) {
    return byKey.getOrDefault(key, List.of());
  }
}
