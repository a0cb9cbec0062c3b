package io.lakebeam.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakebeam.contract.PythonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the files of a lake hold, snapshot by snapshot, as pypaimon and Arrow read them; the rows of
 * one key are brought together here, by the columns that order changes.
 */
final class LakeFiles {
  private static final List<String> ORDER = List.of("_epoch", "_commit_lsn", "_lsn");
  private static final String WRITTEN = "_SEQUENCE_NUMBER";
  private static final String KIND = "_VALUE_KIND";
  private static final int DELETED = 3;

  private final Map<String, Table> tables = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  private LakeFiles() {}

  private static final class Table {
    private final NavigableMap<Long, List<String>> snapshots = new TreeMap<>();
    private final Map<String, List<Map<String, String>>> rows = new HashMap<>();
  }

  /** Reads every snapshot there is of these tables; that one cannot be read is an error. */
  static LakeFiles read(PythonReader reader, Path warehouse, List<String> names)
      throws IOException {
    LakeFiles files = new LakeFiles();
    names.forEach(name -> files.tables.put(name, new Table()));
    reader.files(warehouse, names, files::take);
    return files;
  }

  private void take(JsonNode line) {
    Table table = tables.get(line.get("table").asText());
    if (line.has("snapshot")) {
      List<String> files = new ArrayList<>();
      line.get("files").forEach(file -> files.add(one(file.asText())));
      table.snapshots.put(line.get("snapshot").asLong(), files);
    } else {
      table
          .rows
          .computeIfAbsent(one(line.get("file").asText()), file -> new ArrayList<>())
          .add(PythonReader.row(line));
    }
  }

  /** A file is named by every snapshot that it is in: one string for all of them. */
  private String one(String name) {
    return names.computeIfAbsent(name, first -> first);
  }

  /** The numbers of the snapshots, oldest first. */
  List<Long> snapshots(String table) {
    return List.copyOf(tables.get(table).snapshots.keySet());
  }

  /** The table as it is: of each key the row that was changed last. */
  Collection<Map<String, String>> now(String table, List<String> key) {
    NavigableMap<Long, List<String>> snapshots = tables.get(table).snapshots;
    return snapshots.isEmpty() ? List.of() : asOf(table, snapshots.lastKey(), key);
  }

  /** The table as one snapshot has it. */
  Collection<Map<String, String>> asOf(String table, long snapshot, List<String> key) {
    Table read = tables.get(table);
    Map<List<String>, Map<String, String>> newest = new HashMap<>();
    for (String file : read.snapshots.get(snapshot)) {
      for (Map<String, String> row : read.rows.getOrDefault(file, List.of())) {
        newest.merge(key.stream().map(row::get).toList(), row, LakeFiles::newer);
      }
    }
    newest.values().removeIf(row -> Integer.parseInt(row.get(KIND)) == DELETED);
    return newest.values();
  }

  private static Map<String, String> newer(Map<String, String> one, Map<String, String> other) {
    for (String column : ORDER) {
      int difference = compare(one, other, column);
      if (difference != 0) {
        return difference > 0 ? one : other;
      }
    }
    return compare(one, other, WRITTEN) > 0 ? one : other;
  }

  private static int compare(Map<String, String> one, Map<String, String> other, String column) {
    String value = one.get(column);
    return value == null
        ? 0
        : Long.compare(Long.parseLong(value), Long.parseLong(other.get(column)));
  }
}
