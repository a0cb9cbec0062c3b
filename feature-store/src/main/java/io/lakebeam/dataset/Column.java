package io.lakebeam.dataset;

import java.util.Objects;

/**
 * A named, typed column of a {@link TableSchema}.
 *
 * <pre>{@code
 * Column.required("row", ColumnType.INT64)
 * Column.optional("income", ColumnType.DOUBLE)
 * }</pre>
 *
 * @param name the column's name, not blank
 * @param type what a value is
 * @param nullable whether {@code null} is a value
 */
public record Column(String name, ColumnType type, boolean nullable) {

  /** Refuses a blank name. */
  public Column {
    Objects.requireNonNull(type, "type");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a column needs a name; found: a blank one");
    }
  }

  /** A column that has a value in every row. */
  public static Column required(String name, ColumnType type) {
    return new Column(name, type, false);
  }

  /** A column that may be {@code null}. */
  public static Column optional(String name, ColumnType type) {
    return new Column(name, type, true);
  }
}
