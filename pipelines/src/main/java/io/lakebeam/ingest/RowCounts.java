package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows of each table that sources are captured into, and of the dead letters, counted when asked;
 * deleted rows do not count.
 *
 * @param lake where the tables are
 * @param sources what is captured
 */
record RowCounts(Lake lake, List<CapturedSource> sources) {
  Map<String, Long> perTable() {
    Truncations.settle(lake);
    Map<String, Long> rows = new TreeMap<>();
    rows.put(
        Zones.DEAD_LETTERS.toString(), countWhereNot(Zones.DEAD_LETTERS, DeadLetters.RESOLVED));
    for (CapturedSource source : sources) {
      for (CapturedTable table : source.tables()) {
        rows.put(table.bronze().name().toString(), count(table.bronze(), "lsn"));
        rows.put(table.history().name().toString(), count(table.history(), ChangeColumns.LSN));
        rows.put(
            table.current().name().toString(),
            countWhereNot(table.current().name(), ChangeColumns.DELETED));
      }
    }
    return rows;
  }

  private long count(LakeTable table, String column) {
    long[] rows = new long[1];
    lake.read(table.name(), List.of(column)).forEach(row -> rows[0]++);
    return rows[0];
  }

  private long countWhereNot(TableName table, String flag) {
    long[] rows = new long[1];
    lake.read(table, List.of(flag)).forEach(row -> rows[0] += row.getBoolean(0) ? 0 : 1);
    return rows[0];
  }
}
