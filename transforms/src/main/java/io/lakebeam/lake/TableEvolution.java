package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.schema.TableSchema;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.RowType;

/**
 * What must change in a table so that it holds rows of another type and all that is in it:
 *
 * <ul>
 *   <li>a column that it lacks is added, nullable;
 *   <li>a column that is narrower is widened (whole numbers, FLOAT to DOUBLE, DECIMAL to more
 *       digits on both sides of the point, times to more decimals of a second, text and bytes to
 *       longer);
 *   <li>a column that is said to be renamed is renamed, and stays the same column;
 *   <li>a column that the rows lack stays, and is null in them; where it was NOT NULL, or the rows
 *       may have nulls in it, it becomes nullable.
 * </ul>
 *
 * <p>Columns of the key and of the order never change.
 */
final class TableEvolution {
  private final TableName name;
  private final TableSchema table;
  private final List<SchemaChange> changes = new ArrayList<>();

  private TableEvolution(TableName name, TableSchema table) {
    this.name = name;
    this.table = table;
  }

  /**
   * The changes that {@code table} needs, empty where it holds such rows already.
   *
   * @param renamed columns' new names by the old
   * @throws RowException if no change would do, naming the column
   */
  static List<SchemaChange> changes(
      TableName name, TableSchema table, RowType type, Map<String, String> renamed) {
    TableEvolution evolution = new TableEvolution(name, table);
    RowType found = evolution.rename(type, renamed);
    for (DataField field : type.getFields()) {
      evolution.hold(found, field);
    }
    for (DataField field : found.getFields()) {
      if (!type.containsField(field.name())) {
        evolution.doWithout(field);
      }
    }
    return evolution.changes;
  }

  /** Refuses rows that the table cannot hold as it is. */
  static void requireHolds(TableName name, TableSchema table, RowType type) {
    List<SchemaChange> changes = changes(name, table, type, Map.of());
    if (!changes.isEmpty()) {
      throw new RowException(
          "table %s has other columns than the rows: found %s, the rows have %s"
              .formatted(name, table.logicalRowType().asSQLString(), type.asSQLString()));
    }
  }

  private RowType rename(RowType type, Map<String, String> renamed) {
    RowType.Builder found = RowType.builder();
    for (DataField field : table.fields()) {
      String to = renamed.get(field.name());
      boolean isRenamed = to != null && type.containsField(to) && !table.fieldNames().contains(to);
      if (isRenamed) {
        requireFree(field, "be renamed to '" + to + "'");
        changes.add(SchemaChange.renameColumn(field.name(), to));
      }
      found.field(isRenamed ? to : field.name(), field.type());
    }
    return found.build();
  }

  private void hold(RowType found, DataField wanted) {
    if (!found.containsField(wanted.name())) {
      changes.add(SchemaChange.addColumn(wanted.name(), wanted.type().nullable()));
      return;
    }
    DataField have = found.getField(wanted.name());
    widen(have, wanted.type());
    if (!have.type().isNullable() && wanted.type().isNullable() && !isFixed(have)) {
      changes.add(SchemaChange.updateColumnNullability(have.name(), true));
    }
  }

  private void widen(DataField have, DataType wanted) {
    DataType wide = WiderType.of(have.type(), wanted);
    if (wide == null) {
      throw new RowException(
          ("table %s, column '%s': found type %s in the rows, the table has %s; allowed is that or"
                  + " what is wider or narrower without loss")
              .formatted(name, have.name(), wanted.asSQLString(), have.type().asSQLString()));
    }
    if (!wide.equals(have.type())) {
      requireFree(have, "be widened to " + wide.nullable().asSQLString());
      changes.add(SchemaChange.updateColumnType(have.name(), wide, true));
    }
  }

  private void doWithout(DataField field) {
    if (isFixed(field)) {
      throw new RowException(
          "table %s: the rows lack column '%s', which is of the table's key or order"
              .formatted(name, field.name()));
    }
    if (!field.type().isNullable()) {
      changes.add(SchemaChange.updateColumnNullability(field.name(), true));
    }
  }

  private void requireFree(DataField field, String change) {
    if (isFixed(field)) {
      throw new RowException(
          "table %s, column '%s' is of the table's key or order and cannot %s; write to a new table"
              .formatted(name, field.name(), change));
    }
  }

  private boolean isFixed(DataField field) {
    return isFixed(table, field.name());
  }

  /** Whether the column is of the table's key or order, and never changes. */
  static boolean isFixed(TableSchema table, String column) {
    return table.primaryKeys().contains(column) || order(table).contains(column);
  }

  /** The columns that order the table's rows of one key. */
  static List<String> order(TableSchema table) {
    String order = table.options().getOrDefault(LakeTable.SEQUENCE, "");
    return order.isEmpty() ? List.of() : List.of(order.split(","));
  }
}
