package io.lakebeam.ingest;

import io.lakebeam.lake.TableName;
import java.util.List;
import java.util.Map;

/**
 * How a silver table compares with what its events in bronze make of it.
 *
 * @param table the table
 * @param kept rows from before where it was rebuilt from, which stay as they are
 * @param equal rows that are the same
 * @param changed rows of which a column differs
 * @param onlyInLake rows that no event accounts for
 * @param onlyRebuilt rows that the lake lacks
 * @param since rows that were written meanwhile, not compared and not touched
 * @param columns in how many of the changed rows a column differs, by its name
 * @param first some of the differing rows, by their keys
 * @param replaced whether the rebuilt rows have taken the place of the lake's
 */
public record RebuiltTable(
    TableName table,
    long kept,
    long equal,
    long changed,
    long onlyInLake,
    long onlyRebuilt,
    long since,
    Map<String, Long> columns,
    List<String> first,
    boolean replaced) {
  public RebuiltTable {
    columns = Map.copyOf(columns);
    first = List.copyOf(first);
  }

  /** Whether nothing differs. */
  public boolean isEqual() {
    return changed + onlyInLake + onlyRebuilt == 0;
  }

  RebuiltTable asReplaced() {
    return new RebuiltTable(
        table, kept, equal, changed, onlyInLake, onlyRebuilt, since, columns, first, true);
  }
}
