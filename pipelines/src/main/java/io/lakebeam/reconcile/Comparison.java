package io.lakebeam.reconcile;

import io.lakebeam.lake.TableName;
import io.lakebeam.source.SourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The comparison of one table: the lake's rows by key, from which the source's are taken away. */
final class Comparison {
  private static final int DESCRIBED = 5;

  private final TableName table;
  private final SourceTable source;
  private final int[] key;
  private final Map<List<Object>, List<Object>> lakeRows;
  private final long lakeCount;
  private final List<String> first = new ArrayList<>();
  private long sourceCount;
  private long differences;

  Comparison(TableName table, SourceTable source, Map<List<Object>, List<Object>> lakeRows) {
    this.table = table;
    this.source = source;
    this.key = source.type().getFieldIndices(source.primaryKey());
    this.lakeRows = lakeRows;
    this.lakeCount = lakeRows.size();
  }

  static List<Object> key(List<Object> row, int[] key) {
    List<Object> values = new ArrayList<>(key.length);
    for (int index : key) {
      values.add(row.get(index));
    }
    return values;
  }

  void sourceRow(List<Object> row) {
    sourceCount++;
    List<Object> found = lakeRows.remove(key(row, key));
    if (found == null) {
      differs("%s is in the source, not in the lake".formatted(key(row, key)));
    } else if (!found.equals(row)) {
      differs("%s differs: %s".formatted(key(row, key), columns(row, found)));
    }
  }

  ReconciledTable result() {
    lakeRows.keySet().forEach(left -> differs(left + " is in the lake, not in the source"));
    return new ReconciledTable(table.toString(), sourceCount, lakeCount, differences, first);
  }

  private void differs(String how) {
    differences++;
    if (first.size() < DESCRIBED) {
      first.add("%s: row %s".formatted(table, how));
    }
  }

  /** Names the columns that differ, not their values: those may be personal. */
  private String columns(List<Object> row, List<Object> found) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      if (!Objects.equals(row.get(i), found.get(i))) {
        names.add(source.columns().get(i).name());
      }
    }
    return String.join(", ", names);
  }
}
