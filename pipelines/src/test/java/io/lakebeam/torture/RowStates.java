package io.lakebeam.torture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table's rows while its changes are followed: turns decoded lines into versions. */
final class RowStates {
  private final TortureTable table;
  private final TableColumns columns;
  private final Map<List<String>, Map<String, String>> rows = new HashMap<>();

  RowStates(TortureTable table, TableColumns columns) {
    this.table = table;
    this.columns = columns;
  }

  /** The versions that a line makes: of an update of the key two, the old row's end and the new. */
  List<Version> follow(TestDecoding.Line line, long lsn) {
    List<String> key = key(line.row());
    switch (line.kind()) {
      case DELETE -> {
        rows.remove(key);
        return List.of(new Version(key, "d", lsn, null));
      }
      case INSERT -> {
        return List.of(put(key, "c", lsn, values(line.row(), Map.of())));
      }
      case UPDATE -> {
        return update(line, key, lsn);
      }
      default -> throw new IllegalArgumentException("not a change of a row: " + line);
    }
  }

  void truncate() {
    rows.clear();
  }

  private List<Version> update(TestDecoding.Line line, List<String> key, long lsn) {
    List<String> before = line.before().isEmpty() ? key : key(line.before());
    Map<String, String> old = rows.get(before);
    if (old == null) {
      throw new IllegalStateException(
          "%s: row %s is updated and was never there".formatted(table.table(), before));
    }
    Map<String, String> values = values(line.row(), old);
    if (before.equals(key)) {
      return List.of(put(key, "u", lsn, values));
    }
    rows.remove(before);
    return List.of(new Version(before, "d", lsn, null), put(key, "c", lsn, values));
  }

  private Version put(List<String> key, String operation, long lsn, Map<String, String> values) {
    rows.put(key, values);
    return new Version(key, operation, lsn, values);
  }

  private List<String> key(Map<String, TestDecoding.Cell> cells) {
    return table.key().stream()
        .map(column -> PgText.ofSource(cells.get(column).type(), cells.get(column).text()))
        .toList();
  }

  private Map<String, String> values(
      Map<String, TestDecoding.Cell> cells, Map<String, String> old) {
    Map<String, String> values = new HashMap<>();
    cells.forEach(
        (name, cell) -> {
          String column = columns.identity(name);
          String value =
              cell.unchanged() ? old.get(column) : PgText.ofSource(cell.type(), cell.text());
          if (value != null) {
            values.put(column, value);
          }
        });
    return values;
  }
}
