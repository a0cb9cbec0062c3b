package io.lakebeam.torture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table's rows after some of its transactions. */
final class SourceState {
  private SourceState() {}

  /** The newest version of each key, ends of rows included, after all that ended up to there. */
  static Map<List<String>, Version> at(List<Committed> committed, TortureTable table, long lsn) {
    Map<List<String>, Version> newest = new HashMap<>();
    for (Committed transaction : committed) {
      if (transaction.end() > lsn) {
        break;
      }
      for (Version version : transaction.versions().getOrDefault(table, List.of())) {
        if (version.operation().equals(Version.TRUNCATE)) {
          newest.clear();
        } else {
          newest.put(version.key(), version);
        }
      }
    }
    return newest;
  }

  /** The rows that are there, as the source shows them at a place in its log. */
  static Map<List<String>, Map<String, String>> shown(
      Map<List<String>, Version> newest, TableColumns columns, long lsn) {
    Map<List<String>, Map<String, String>> shown = new HashMap<>();
    newest.forEach(
        (key, version) -> {
          if (!version.isDelete()) {
            shown.put(key, columns.inSource(version, lsn));
          }
        });
    return shown;
  }
}
