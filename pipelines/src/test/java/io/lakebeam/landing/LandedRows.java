package io.lakebeam.landing;

import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;

/**
 * What has landed in a lake.
 *
 * @param separator between the values of a row
 */
record LandedRows(Lake lake, String separator) {
  LandedRows(Lake lake) {
    this(lake, " ");
  }

  /** Rows of a table, as text, sorted. */
  List<String> rows(String table, String... columns) {
    TableName name = TableName.parse(table);
    RowType type = lake.type(name);
    List<String> rows = new ArrayList<>();
    lake.read(name, List.of(columns))
        .forEach(row -> rows.add(text(row, type.project(List.of(columns)))));
    rows.sort(null);
    return rows;
  }

  private String text(InternalRow row, RowType type) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < type.getFieldCount(); i++) {
      values.add(
          String.valueOf(InternalRow.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row)));
    }
    return String.join(separator, values);
  }

  /** The reasons of the dead letters, in their order in their files. */
  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    lake.read(Zones.DEAD_LETTERS, List.of("position", "reason", DeadLetters.RESOLVED))
        .forEach(row -> reasons.add("%09d%s".formatted(row.getLong(0), row.getString(1))));
    return reasons.stream().sorted().map(reason -> reason.substring(9)).toList();
  }

  /** The bytes of the dead letters, in their order in their files. */
  List<String> letters() {
    List<String> letters = new ArrayList<>();
    lake.read(Zones.DEAD_LETTERS, List.of("position", "value"))
        .forEach(
            row ->
                letters.add(
                    "%09d%s"
                        .formatted(
                            row.getLong(0),
                            new String(row.getBinary(1), StandardCharsets.ISO_8859_1))));
    return letters.stream().sorted().map(letter -> letter.substring(9)).toList();
  }
}
