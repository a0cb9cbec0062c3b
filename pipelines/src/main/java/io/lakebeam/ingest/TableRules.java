package io.lakebeam.ingest;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.privacy.ColumnMasks;
import io.lakebeam.quality.ColumnCleaning;
import io.lakebeam.quality.Expectation;
import java.io.Serializable;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a table's rows go through before the lake has them.
 *
 * @param masks of columns, before anything of them is stored; null where there are none
 * @param cleaning what is done to values before silver has them
 * @param expected of the rows
 */
public record TableRules(
    @Nullable ColumnMasks masks, ColumnCleaning cleaning, List<Expectation> expected)
    implements Serializable {
  /** Changes are taken as they are. */
  public static final TableRules NONE = new TableRules(null, ColumnCleaning.NONE, List.of());

  public TableRules {
    expected = List.copyOf(expected);
  }

  /** Those of a table of the project. */
  public static TableRules of(Project project, TableDefinition table) {
    return new TableRules(project.masks(table), table.cleaning(), table.expectOfRows());
  }

  /** The same, nothing being expected. */
  public TableRules expectingNothing() {
    return new TableRules(masks, cleaning, List.of());
  }

  /** For events that are in the lake: masked already, what is masked being clean, and judged. */
  TableRules ofMaskedEvents() {
    return new TableRules(
        null, masks == null ? cleaning : cleaning.without(masks.rules().keySet()), List.of());
  }
}
