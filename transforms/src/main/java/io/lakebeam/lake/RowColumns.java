package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.paimon.schema.TableSchema;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The columns that a table needs to hold Beam rows. */
final class RowColumns {
  private final TableName name;
  private final @Nullable TableSchema table;
  private final Map<String, String> before = new HashMap<>();

  private RowColumns(TableName name, Schema schema, @Nullable TableSchema table) {
    this.name = name;
    this.table = table;
    renamed(schema).forEach((from, to) -> before.put(to, from));
  }

  /**
   * A column per field, and {@link WriteRows#DELETED} where elements can be deletes.
   *
   * @param table the table as it is; null where it is yet to be made
   * @throws RowException if a field can be no column of it
   */
  static RowType of(
      TableName name, Schema schema, @Nullable TableSchema table, RowDestination<?> destination) {
    RowColumns columns = new RowColumns(name, schema, table);
    List<DataField> fields = new ArrayList<>();
    for (Field field : schema.getFields()) {
      String description = field.getDescription().isEmpty() ? null : field.getDescription();
      fields.add(new DataField(fields.size(), field.getName(), columns.type(field), description));
    }
    if (destination.deleted() != null && !schema.hasField(WriteRows.DELETED)) {
      fields.add(new DataField(fields.size(), WriteRows.DELETED, DataTypes.BOOLEAN()));
    }
    if (table == null) {
      requireKeyAndOrder(name, schema, destination);
    }
    return new RowType(fields);
  }

  /** The names that fields have now, by those that they had, see {@link WriteRows#RENAMED_FROM}. */
  static Map<String, String> renamed(Schema schema) {
    Map<String, String> renamed = new HashMap<>();
    for (Field field : schema.getFields()) {
      if (field.getOptions().hasOption(WriteRows.RENAMED_FROM)) {
        String old = field.getOptions().getValue(WriteRows.RENAMED_FROM, String.class);
        renamed.put(old, field.getName());
      }
    }
    return renamed;
  }

  private DataType type(Field field) {
    DataField there = there(field.getName());
    if (there != null && staysAsItIs(field, there)) {
      // Whether a value fits is looked at when it comes.
      var unused = ValuesToPaimon.of(new Column(name, there.name(), there.type()), field.getType());
      return there.type().copy(field.getType().getNullable());
    }
    try {
      return BeamTypes.dataType(field.getType(), field.getName());
    } catch (IllegalArgumentException e) {
      throw new RowException("table %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private @Nullable DataField there(String field) {
    if (table == null) {
      return null;
    }
    List<String> names = table.fieldNames();
    int at = names.indexOf(field);
    at = at < 0 ? names.indexOf(before.getOrDefault(field, field)) : at;
    return at < 0 ? null : table.fields().get(at);
  }

  /** Columns of key and order, numbers whose digits are not known, and what has parts. */
  private boolean staysAsItIs(Field field, DataField there) {
    TypeName type = field.getType().getTypeName();
    boolean isFixedAndFits =
        TableEvolution.isFixed(table, there.name())
            && BeamTypes.fits(field.getType(), there.type(), there.name());
    return isFixedAndFits
        || type == TypeName.DECIMAL
        || type.isCollectionType()
        || type.isMapType()
        || type.isCompositeType();
  }

  private static void requireKeyAndOrder(
      TableName name, Schema schema, RowDestination<?> destination) {
    List<String> needed = new ArrayList<>(destination.key());
    needed.addAll(destination.order());
    for (String column : needed) {
      if (!schema.hasField(column)) {
        throw new RowException(
            "table %s is to be made, and the rows lack column '%s' of its key or order; they have: %s"
                .formatted(name, column, String.join(", ", schema.getFieldNames())));
      }
    }
  }
}
