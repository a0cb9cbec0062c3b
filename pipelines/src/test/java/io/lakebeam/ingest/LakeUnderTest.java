package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowReader;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.RowType;

/** What a lake holds, as the text that the source's SQL gives for the same rows. */
final class LakeUnderTest {
  private final Lake lake;

  LakeUnderTest(Path folder) {
    this.lake = Lake.at(folder.toString());
  }

  Lake lake() {
    return lake;
  }

  /** Customers that are there, a missing remark as {@code -}. */
  List<String> customers() {
    return present("customer").stream()
        .map(row -> row.size() == 12 ? String.join("|", row) + "|-" : String.join("|", row))
        .sorted()
        .toList();
  }

  List<String> lines() {
    return present("line").stream().map(row -> String.join("|", row)).sorted().toList();
  }

  List<String> calendar() {
    return present("calendar").stream().map(row -> String.join("|", row)).sorted().toList();
  }

  /** The identities of the events in bronze. */
  List<String> bronze(String table) {
    return rows(Zones.bronze(table), List.of("source_partition", "position"));
  }

  /** The versions in the history: key and order. */
  List<String> versions(String table) {
    List<String> columns =
        new ArrayList<>(table.equals("line") ? List.of("order_id", "line") : List.of("id"));
    columns.addAll(ChangeColumns.ORDER);
    return rows(Zones.history(table), columns);
  }

  /** Keys and names of all versions in the history that have a name. */
  List<String> names(String table) {
    return rows(Zones.history(table), keyAnd(table, List.of("name")));
  }

  /** The keys of the versions in the history that end a row. */
  List<String> tombstones(String table) {
    return rows(Zones.history(table), keyAnd(table, List.of(ChangeColumns.DELETED))).stream()
        .filter(version -> version.endsWith("|t"))
        .map(version -> version.substring(0, version.length() - "|t".length()))
        .sorted()
        .toList();
  }

  /** The keys of the rows that are there. */
  List<String> keys(String table) {
    List<String> keys = new ArrayList<>();
    List<String> columns = keyAnd(table, List.of(ChangeColumns.DELETED));
    RowReader rows = lake.read(Zones.current(table), columns);
    rows.forEach(
        row -> {
          if (!row.getBoolean(columns.size() - 1)) {
            List<String> values = values(row, rows.type());
            keys.add(String.join("|", values.subList(0, values.size() - 1)));
          }
        });
    keys.sort(null);
    return keys;
  }

  /** The keys of which the newest version in the history is there. */
  List<String> foldedHistory(String table) {
    List<String> key = keyAnd(table, List.of());
    List<String> columns = new ArrayList<>(key);
    columns.addAll(ChangeColumns.ORDER);
    columns.add(ChangeColumns.DELETED);
    Map<String, String> newest = new TreeMap<>();
    RowReader rows = lake.read(Zones.history(table), columns);
    rows.forEach(
        row -> {
          List<String> values = values(row, rows.type());
          String version =
              "%010d %020d %020d "
                      .formatted(
                          row.getInt(key.size()),
                          row.getLong(key.size() + 1),
                          row.getLong(key.size() + 2))
                  + values.get(values.size() - 1);
          newest.merge(
              String.join("|", values.subList(0, key.size())),
              version,
              (one, other) -> one.compareTo(other) > 0 ? one : other);
        });
    return newest.entrySet().stream()
        .filter(version -> version.getValue().endsWith(" f"))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private List<String> keyAnd(String table, List<String> columns) {
    List<String> all = new ArrayList<>(lake.key(Zones.current(table)));
    all.addAll(columns);
    return all;
  }

  /** Position to reason. */
  Map<String, String> deadLetters() {
    Map<String, String> letters = new TreeMap<>();
    lake.read(
            TableName.of("bronze", "dead_letters"),
            List.of("source_partition", "position", "reason"))
        .forEach(
            row ->
                letters.put(row.getString(0) + "@" + row.getLong(1), row.getString(2).toString()));
    return letters;
  }

  private List<String> rows(TableName table, List<String> columns) {
    List<String> found = new ArrayList<>();
    RowReader rows = lake.read(table, columns);
    rows.forEach(row -> found.add(String.join("|", values(row, rows.type()))));
    return found;
  }

  /** The values, nulls left out, of the rows of a silver table that are not deleted. */
  private List<List<String>> present(String table) {
    List<String> columns =
        lake.type(Zones.current(table)).getFieldNames().stream()
            .filter(column -> !column.startsWith("_"))
            .collect(Collectors.toCollection(ArrayList::new));
    int deleted = columns.size();
    columns.add(ChangeColumns.DELETED);
    List<List<String>> present = new ArrayList<>();
    RowReader rows = lake.read(Zones.current(table), columns);
    RowType type = rows.type();
    rows.forEach(
        row -> {
          if (!row.getBoolean(deleted)) {
            List<String> values = values(row, type);
            present.add(values.subList(0, values.size() - 1));
          }
        });
    return present;
  }

  private static List<String> values(InternalRow row, RowType type) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < type.getFieldCount(); i++) {
      DataField field = type.getFields().get(i);
      Object value = InternalRow.createFieldGetter(field.type(), i).getFieldOrNull(row);
      if (value instanceof Timestamp at) {
        values.add(Long.toString(at.toMicros()));
      } else if (value instanceof Boolean yes) {
        values.add(yes ? "t" : "f");
      } else if (value instanceof Double || value instanceof Float) {
        values.add(value.toString().replaceAll("\\.0$", ""));
      } else if (value != null) {
        values.add(value.toString());
      }
    }
    return values;
  }
}
