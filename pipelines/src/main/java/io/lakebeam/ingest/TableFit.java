package io.lakebeam.ingest;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;

/** Whether a table of the project is as its source has it. */
public final class TableFit {
  private TableFit() {}

  /**
   * Refuses a table with another key, or without the column of its event time.
   *
   * @throws SourceException with what the source has
   */
  public static void require(SourceTable source, TableDefinition table) {
    if (!source.primaryKey().equals(table.key())) {
      throw new SourceException(
          "table %s: the project keys it by %s, the primary key of %s is %s"
              .formatted(table.name(), table.key(), source.qualifiedName(), source.primaryKey()));
    }
    if (!source.type().containsField(table.eventTime())) {
      throw new SourceException(
          "table %s: event-time names column '%s', %s has: %s"
              .formatted(
                  table.name(),
                  table.eventTime(),
                  source.qualifiedName(),
                  String.join(", ", source.type().getFieldNames())));
    }
  }
}
