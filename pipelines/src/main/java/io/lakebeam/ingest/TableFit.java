package io.lakebeam.ingest;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.Expected;
import io.lakebeam.quality.TableExpectation;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;

/** Whether a table of the project is as its source has it. */
public final class TableFit {
  private static final Set<DataTypeRoot> KEYS =
      Set.of(DataTypeRoot.INTEGER, DataTypeRoot.BIGINT, DataTypeRoot.VARCHAR);

  private TableFit() {}

  /**
   * Refuses a table with another key, without the column of its event time, with a mask, an
   * expectation or a cleaning of a column that is missing or of another type, or whose subject's
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
    table.masks().forEach((name, rule) -> requireMask(source, table, name, rule));
    table.clean().forEach((name, steps) -> requireCleaning(source, table, name, steps));
    for (Expectation expectation : table.expectOfRows()) {
      requireExpectation(source, table, expectation, expectation.column(), expectation::require);
    }
    for (TableExpectation expectation : table.expectOfTable()) {
      for (String name : expectation.columns()) {
        requireExpectation(source, table, expectation, name, expectation::require);
      }
    }
    table.declaredSubject().ifPresent(subject -> requireSubject(source, table, subject.column()));
  }

  private static void requireMask(
      SourceTable source, TableDefinition table, String name, MaskRule rule) {
    SourceColumn column = column(source, table, "mask", name);
    try {
      requireMask(rule, column);
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          "table %s: column '%s' is of type %s: %s"
              .formatted(table.name(), name, column.type(), e.getMessage()));
    }
  }

  /** Refuses a mask by which a column would hold what it cannot. */
  static void requireMask(MaskRule rule, SourceColumn column) {
    if (column.form() != null && rule.kind() != MaskRule.Kind.REDACT) {
      throw new IllegalArgumentException(
          "mask '%s' is not for what the lake keeps as PostgreSQL prints it; allowed: redact"
              .formatted(rule.kind().key()));
    }
    rule.require(column.lakeType());
  }

  private static void requireCleaning(
      SourceTable source, TableDefinition table, String name, List<CleanStep> steps) {
    SourceColumn column = column(source, table, "clean", name);
    try {
      requireCleaning(steps, column);
    } catch (IllegalArgumentException e) {
      throw new SourceException("table %s: %s".formatted(table.name(), e.getMessage()));
    }
  }

  private static void requireExpectation(
      SourceTable source,
      TableDefinition table,
      Expected expectation,
      String name,
      Consumer<DataType> require) {
    SourceColumn column = column(source, table, "expect", name);
    try {
      require.accept(column.lakeType());
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          "table %s: expectation '%s': column '%s' is of type %s: %s"
              .formatted(
                  table.name(), expectation.name(), column.name(), column.type(), e.getMessage()));
    }
  }

  /** Refuses steps that are not for a column. */
  static void requireCleaning(List<CleanStep> steps, SourceColumn column) {
    if (column.form() != null) {
      throw new IllegalArgumentException(
          "column '%s' of type %s: what the lake keeps as PostgreSQL prints it is not cleaned"
              .formatted(column.name(), column.type()));
    }
    for (CleanStep step : steps) {
      try {
        step.require(column.lakeType());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "column '%s' of type %s: %s".formatted(column.name(), column.type(), e.getMessage()),
            e);
      }
    }
  }

  private static SourceColumn column(
      SourceTable source, TableDefinition table, String what, String name) {
    return source.columns().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SourceException(
                    "table %s: %s names column '%s', %s has: %s"
                        .formatted(
                            table.name(),
                            what,
                            name,
                            source.qualifiedName(),
                            String.join(", ", source.type().getFieldNames()))));
  }

  private static void requireSubject(SourceTable source, TableDefinition table, String name) {
    SourceColumn column = column(source, table, "subject", name);
    if (!KEYS.contains(column.lakeType().getTypeRoot()) || column.form() != null) {
      throw new SourceException(
          "table %s: subject names column '%s' of type %s; allowed: whole numbers, text, uuid"
              .formatted(table.name(), name, column.type()));
    }
  }
}
