package io.lakebeam.lake;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Where elements go, and as what rows.
 *
 * @param table an element's table; null: not said yet
 * @param row an element's row; null: as its collection's schema says
 * @param deleted whether an element says that its row is gone; null: none does
 * @param position where an element stood in its source; null: nowhere
 * @param tables how tables are made and changed
 * @param deadLetters where rows go that their table cannot hold; null: they end the pipeline
 */
record RowDestination<T>(
    @Nullable SerializableFunction<T, TableName> table,
    @Nullable SerializableFunction<T, Row> row,
    @Nullable SerializableFunction<T, Boolean> deleted,
    @Nullable SerializableFunction<T, SourcePosition> position,
    Tables tables,
    @Nullable TableName deadLetters)
    implements Serializable {

  /**
   * How tables are made and changed.
   *
   * @param appends whether two rows of one key are the same, so that no order is needed
   * @param key the key of tables that are yet to be made
   * @param order the columns that order rows of one key in tables that are yet to be made
   * @param buckets how many buckets tables have that are yet to be made
   * @param changes whether tables are made and changed to hold the rows that come
   */
  record Tables(boolean appends, List<String> key, List<String> order, int buckets, boolean changes)
      implements Serializable {}

  static <T> RowDestination<T> unknown(boolean appends) {
    return new RowDestination<>(
        null, null, null, null, new Tables(appends, List.of(), List.of(), 1, true), null);
  }

  boolean isDeleted(T element) {
    return deleted != null && deleted.apply(element);
  }

  @Nullable SourcePosition position(T element) {
    return position == null ? null : position.apply(element);
  }

  boolean appends() {
    return tables.appends();
  }

  List<String> key() {
    return tables.key();
  }

  List<String> order() {
    return tables.order();
  }

  int buckets() {
    return tables.buckets();
  }

  boolean changesTables() {
    return tables.changes();
  }

  boolean isKeyOrOrder(String column) {
    return key().contains(column) || order().contains(column);
  }

  RowDestination<T> withTable(SerializableFunction<T, TableName> table) {
    return new RowDestination<>(table, row, deleted, position, tables, deadLetters);
  }

  RowDestination<T> withRow(SerializableFunction<T, Row> row) {
    return new RowDestination<>(table, row, deleted, position, tables, deadLetters);
  }

  RowDestination<T> withDeleted(SerializableFunction<T, Boolean> deleted) {
    return new RowDestination<>(table, row, deleted, position, tables, deadLetters);
  }

  RowDestination<T> withPosition(SerializableFunction<T, SourcePosition> position) {
    return new RowDestination<>(table, row, deleted, position, tables, deadLetters);
  }

  RowDestination<T> withKey(List<String> key) {
    return with(new Tables(appends(), key, order(), buckets(), changesTables()));
  }

  RowDestination<T> withOrder(List<String> order) {
    return with(new Tables(appends(), key(), order, buckets(), changesTables()));
  }

  RowDestination<T> withBuckets(int buckets) {
    return with(new Tables(appends(), key(), order(), buckets, changesTables()));
  }

  RowDestination<T> withFixedTables() {
    return with(new Tables(appends(), key(), order(), buckets(), false));
  }

  RowDestination<T> withDeadLetters(TableName deadLetters) {
    return new RowDestination<>(table, row, deleted, position, tables, deadLetters);
  }

  private RowDestination<T> with(Tables changed) {
    return new RowDestination<>(table, row, deleted, position, changed, deadLetters);
  }
}
