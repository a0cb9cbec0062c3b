package io.lakebeam.judge;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.RowFindings;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.RowReader;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.quality.Expectation;
import io.lakebeam.show.Shown;
import io.lakebeam.sql.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows of findings, as the history has them at this moment: a finding itself holds no value.
 *
 * @param answers of the lake
 * @param table whose rows they are
 * @param expectation that they do not meet
 */
record FoundRows(Answers answers, TableDefinition table, Expectation expectation) {
  /** The newest of them: the key and the column, where they are not masked, and the place. */
  List<Map<String, @Nullable Object>> first(int limit) {
    List<Map<String, @Nullable Object>> findings = findings(limit);
    Map<String, Map<String, @Nullable Object>> byVersion = new LinkedHashMap<>();
    Set<Object> places = new LinkedHashSet<>();
    for (Map<String, @Nullable Object> finding : findings) {
      places.add(finding.get("lsn"));
      byVersion.put((String) finding.get("version"), new LinkedHashMap<>());
    }
    read(List.copyOf(places), byVersion);
    for (Map<String, @Nullable Object> finding : findings) {
      Map<String, @Nullable Object> shown = byVersion.get((String) finding.get("version"));
      shown.put("source_partition", finding.get("source_partition"));
      shown.put("position", finding.get("position"));
    }
    return List.copyOf(byVersion.values());
  }

  private List<Map<String, @Nullable Object>> findings(int limit) {
    return answers.rows(
        "SELECT version, lsn, source_partition, position FROM %s WHERE table_name = %s AND expectation = %s ORDER BY source_ts DESC, source_partition, position, version LIMIT %d"
            .formatted(
                RowFindings.NAME,
                Quoted.text(table.name()),
                Quoted.text(expectation.name()),
                limit),
        limit);
  }

  private void read(List<Object> lsns, Map<String, Map<String, @Nullable Object>> byVersion) {
    TableName history = Zones.history(table.name());
    RowType all = answers.lake().type(history);
    List<String> key = RowFindings.keyOf(all);
    Set<String> shown = new LinkedHashSet<>(key);
    if (all.containsField(expectation.column())) {
      shown.add(expectation.column());
    }
    Set<String> columns = new LinkedHashSet<>(shown);
    columns.addAll(ChangeColumns.ORDER);
    shown.removeAll(table.masks().keySet());
    RowReader rows =
        answers.lake().read(history, List.copyOf(columns), RowFilter.in(ChangeColumns.LSN, lsns));
    BiFunction<InternalRow, String, @Nullable Object> values = values(rows.type());
    rows.forEach(
        row -> {
          String version = RowFindings.version(key, column -> values.apply(row, column));
          Map<String, @Nullable Object> its = byVersion.get(version);
          if (its != null) {
            shown.forEach(
                column ->
                    its.put(
                        column,
                        Shown.value(
                            rows.type().getField(column).type(), values.apply(row, column))));
          }
        });
  }

  private static BiFunction<InternalRow, String, @Nullable Object> values(RowType type) {
    Map<String, InternalRow.FieldGetter> getters = new HashMap<>();
    List<String> names = new ArrayList<>(type.getFieldNames());
    names.forEach(
        name ->
            getters.put(
                name,
                InternalRow.createFieldGetter(
                    type.getField(name).type(), type.getFieldIndex(name))));
    return (row, column) -> getters.get(column).getFieldOrNull(row);
  }
}
