package io.lakebeam.reconcile;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.RowReader;
import io.lakebeam.lake.Zones;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares silver with its source, row by row and value by value.
 *
 * <pre>{@code
 * Reconcile.run(project).forEach(table -> print(table.differences()));
 * }</pre>
 *
 * <p>The source must be quiet and the lake caught up: a change in between is a difference. The
 * current rows of one table are held in memory.
 */
public final class Reconcile {
  private Reconcile() {}

  /** Compares every table of the project with its source table. */
  public static List<ReconciledTable> run(Project project) {
    Lake lake = project.lake().open();
    Truncations.settle(lake);
    return project.tables().values().stream()
        .map(table -> compare(lake, project.source(table.sourceName()), table))
        .toList();
  }

  private static ReconciledTable compare(
      Lake lake, SourceDefinition source, TableDefinition table) {
    try (PostgresCatalog catalog =
        PostgresCatalog.connect(source.url(), source.user(), source.password().reveal())) {
      SourceTable described = catalog.table(table.schemaName(), table.tableName());
      Map<List<Object>, List<Object>> rows = lakeRows(lake, table, described);
      Comparison comparison = new Comparison(Zones.current(table.name()), described, rows);
      catalog.forEachRow(described, comparison::sourceRow);
      return comparison.result();
    }
  }

  private static Map<List<Object>, List<Object>> lakeRows(
      Lake lake, TableDefinition table, SourceTable described) {
    List<String> columns =
        new ArrayList<>(described.columns().stream().map(SourceColumn::name).toList());
    columns.add(ChangeColumns.DELETED);
    RowReader reader = lake.read(Zones.current(table.name()), columns);
    LakeValues values = new LakeValues(reader.type());
    int[] key = described.type().getFieldIndices(described.primaryKey());
    Map<List<Object>, List<Object>> rows = new HashMap<>();
    reader.forEach(
        row -> {
          if (!row.getBoolean(columns.size() - 1)) {
            List<Object> plain = values.of(row).subList(0, columns.size() - 1);
            List<Object> known = rows.put(Comparison.key(plain, key), plain);
            if (known != null) {
              throw new LakeException(
                  "table %s has the key %s twice"
                      .formatted(Zones.current(table.name()), Comparison.key(plain, key)));
            }
          }
        });
    return rows;
  }
}
