package io.lakebeam.torture;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A version as the lake's history or current table holds it.
 *
 * @param version the row, its change's operation and LSN
 * @param epoch the source's life
 * @param commitLsn with the epoch before and the LSN after it: the order of changes
 */
record LakeVersion(Version version, int epoch, long commitLsn) {
  static final Comparator<LakeVersion> ORDER =
      Comparator.comparingInt(LakeVersion::epoch)
          .thenComparingLong(LakeVersion::commitLsn)
          .thenComparingLong(found -> found.version().lsn());

  /** Of each key the version that comes last. */
  static Collection<LakeVersion> newest(Collection<LakeVersion> versions) {
    Map<List<String>, LakeVersion> newest = new HashMap<>();
    versions.forEach(
        found ->
            newest.merge(found.version().key(), found, (a, b) -> ORDER.compare(a, b) > 0 ? a : b));
    return newest.values();
  }

  /** The rows that are there, by key, as the source would show them at a place in its log. */
  static Map<List<String>, Map<String, String>> shown(
      Collection<LakeVersion> rows, TableColumns columns, long lsn) {
    Map<List<String>, Map<String, String>> shown = new HashMap<>();
    rows.stream()
        .map(LakeVersion::version)
        .filter(version -> !version.isDelete())
        .forEach(version -> shown.put(version.key(), columns.inSource(version, lsn)));
    return shown;
  }
}
