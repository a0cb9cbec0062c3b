package io.lakebeam.lake;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Where elements go, and as what rows.
 *
 * @param table an element's table
 * @param row an element's row; null: as its collection's schema says
 * @param deleted whether an element says that its row is gone; null: none does
 * @param position where an element stood in its source; null: nowhere
 * @param key the key of tables that are yet to be made
 * @param order the columns that order rows of one key in tables that are yet to be made
 * @param changesTables whether tables are made and changed to hold the rows that come
 * @param deadLetters where rows go that their table cannot hold; null: they end the pipeline
 */
record RowDestination<T>(
    @Nullable SerializableFunction<T, TableName> table,
    @Nullable SerializableFunction<T, Row> row,
    @Nullable SerializableFunction<T, Boolean> deleted,
    @Nullable SerializableFunction<T, SourcePosition> position,
    List<String> key,
    List<String> order,
    boolean changesTables,
    @Nullable TableName deadLetters)
    implements Serializable {

  static <T> RowDestination<T> unknown() {
    return new RowDestination<>(null, null, null, null, List.of(), List.of(), true, null);
  }

  boolean isDeleted(T element) {
    return deleted != null && deleted.apply(element);
  }

  @Nullable SourcePosition position(T element) {
    return position == null ? null : position.apply(element);
  }

  RowDestination<T> withTable(SerializableFunction<T, TableName> table) {
    return new RowDestination<>(
        table, row, deleted, position, key, order, changesTables, deadLetters);
  }

  RowDestination<T> withRow(SerializableFunction<T, Row> row) {
    return new RowDestination<>(
        table, row, deleted, position, key, order, changesTables, deadLetters);
  }

  RowDestination<T> withDeleted(SerializableFunction<T, Boolean> deleted) {
    return new RowDestination<>(
        table, row, deleted, position, key, order, changesTables, deadLetters);
  }

  RowDestination<T> withPosition(SerializableFunction<T, SourcePosition> position) {
    return new RowDestination<>(
        table, row, deleted, position, key, order, changesTables, deadLetters);
  }

  RowDestination<T> withKey(List<String> key) {
    return new RowDestination<>(
        table, row, deleted, position, key, order, changesTables, deadLetters);
  }

  RowDestination<T> withOrder(List<String> order) {
    return new RowDestination<>(
        table, row, deleted, position, key, order, changesTables, deadLetters);
  }

  RowDestination<T> withChangesTables(boolean changesTables) {
    return new RowDestination<>(
        table, row, deleted, position, key, order, changesTables, deadLetters);
  }

  RowDestination<T> withDeadLetters(TableName deadLetters) {
    return new RowDestination<>(
        table, row, deleted, position, key, order, changesTables, deadLetters);
  }
}
