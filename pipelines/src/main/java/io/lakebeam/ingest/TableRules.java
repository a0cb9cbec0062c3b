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
 * What a table's changes go through before the lake has them.
 *
 * @param masks how events are masked before anything is made of them; null where they are not
 * @param cleaning what is done to values before silver has them
 * @param expected of the rows
 */
record TableRules(@Nullable ColumnMasks masks, ColumnCleaning cleaning, List<Expectation> expected)
    implements Serializable {
  /** Changes are taken as they are. */
  static final TableRules NONE = new TableRules(null, ColumnCleaning.NONE, List.of());

  TableRules {
    expected = List.copyOf(expected);
  }

  /** Those of a table of the project. */
  static TableRules of(Project project, TableDefinition table) {
    return new TableRules(project.masks(table), table.cleaning(), table.expect());
  }

  /** For events that are in the lake: masked already, what is masked being clean, and judged. */
  TableRules ofMaskedEvents() {
    return new TableRules(
        null, masks == null ? cleaning : cleaning.without(masks.rules().keySet()), List.of());
  }
}
