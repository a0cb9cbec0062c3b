package io.lakebeam.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The columns of a table, in order, with unique names.
 *
 * <pre>{@code
 * TableSchema.of(Column.required("row", ColumnType.INT64), Column.optional("age", ColumnType.DOUBLE))
 * }</pre>
 *
 * @param columns the columns, at least one
 */
public record TableSchema(List<Column> columns) {

  /** Refuses no column at all and a name that is there twice. */
  public TableSchema {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a table needs at least one column; found: none");
    }
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "column '" + column.name() + "' is there twice; a table's column names are unique");
      }
    }
  }

  /** A schema of these columns. */
  public static TableSchema of(Column... columns) {
    return new TableSchema(List.of(columns));
  }

  /** The columns' names, in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The position of a column, or -1. */
  public int indexOf(String name) {
    return names().indexOf(name);
  }

  MessageType toParquet() {
    List<Type> fields = new ArrayList<>();
    for (Column column : columns) {
      fields.add(column.type().toParquet(column.name(), column.nullable()));
    }
    return new MessageType("table", fields);
  }

  static TableSchema fromParquet(Path file, MessageType message) {
    List<Column> columns = new ArrayList<>();
    for (Type field : message.getFields()) {
      ColumnType type =
          ColumnType.fromParquet(field)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "%s: column '%s' cannot be read; found: %s; allowed: %s"
                              .formatted(
                                  file, field.getName(), field, List.of(ColumnType.values()))));
      columns.add(new Column(field.getName(), type, field.isRepetition(Type.Repetition.OPTIONAL)));
    }
    return new TableSchema(columns);
  }
}
