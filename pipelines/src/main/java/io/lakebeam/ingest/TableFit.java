package io.lakebeam.ingest;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import java.util.Set;
import org.apache.paimon.types.DataTypeRoot;

/** Whether a table of the project is as its source has it. */
public final class TableFit {
  private static final Set<DataTypeRoot> KEYS =
      Set.of(DataTypeRoot.INTEGER, DataTypeRoot.BIGINT, DataTypeRoot.VARCHAR);

  private TableFit() {}

  /**
   * Refuses a table with another key, without the column of its event time, or whose subject's
   * column is missing or of a type that a key is not given in.
   *
   * @throws SourceException with what the source has
   */
  public static void require(SourceTable source, TableDefinition table) {
    if (!source.primaryKey().equals(table.key())) {
      throw new SourceException(
          "table %s: the project keys it by %s, the primary key of %s is %s"
              .formatted(table.name(), table.key(), source.qualifiedName(), source.primaryKey()));
    }
    if (!table.eventTime().equals(TableDefinition.COMMIT_TIME)
        && !source.type().containsField(table.eventTime())) {
      throw new SourceException(
          "table %s: event-time names column '%s', %s has: %s"
              .formatted(
                  table.name(),
                  table.eventTime(),
                  source.qualifiedName(),
                  String.join(", ", source.type().getFieldNames())));
    }
    table.declaredSubject().ifPresent(subject -> requireSubject(source, table, subject.column()));
  }

  private static void requireSubject(SourceTable source, TableDefinition table, String name) {
    SourceColumn column =
        source.columns().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new SourceException(
                        "table %s: subject names column '%s', %s has: %s"
                            .formatted(
                                table.name(),
                                name,
                                source.qualifiedName(),
                                String.join(", ", source.type().getFieldNames()))));
    if (!KEYS.contains(column.lakeType().getTypeRoot()) || column.form() != null) {
      throw new SourceException(
          "table %s: subject names column '%s' of type %s; allowed: whole numbers, text, uuid"
              .formatted(table.name(), name, column.type()));
    }
  }
}
