package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.RowType;

/** Turns Beam rows of one schema into rows of one type, matching fields to columns by name. */
final class RowsToPaimon {
  private final Schema schema;
  private final List<Column> columns = new ArrayList<>();
  private final int[] fields;
  private final List<UnaryOperator<Object>> converters = new ArrayList<>();

  RowsToPaimon(TableName table, String path, RowType type, Schema schema) {
    this.schema = schema;
    this.fields = new int[type.getFieldCount()];
    for (DataField field : type.getFields()) {
      Column column = new Column(table, path + field.name(), field.type());
      int found = schema.hasField(field.name()) ? schema.indexOf(field.name()) : -1;
      fields[columns.size()] = found;
      columns.add(column);
      converters.add(found < 0 ? absent(column) : converter(column, schema.getField(found)));
    }
    requireColumns(table, path, type);
  }

  boolean reads(Schema given) {
    return schema.equals(given);
  }

  GenericRow convert(Row row) {
    GenericRow converted = new GenericRow(fields.length);
    for (int i = 0; i < fields.length; i++) {
      Object value = fields[i] < 0 ? null : row.getValue(fields[i]);
      if (value != null) {
        converted.setField(i, converters.get(i).apply(value));
      } else if (!columns.get(i).type().isNullable()) {
        throw columns.get(i).refuse("a null does not fit; every row needs a value there");
      }
    }
    return converted;
  }

  private static UnaryOperator<Object> absent(Column column) {
    if (!column.type().isNullable()) {
      throw column.refuse("the rows have no field of that name, and the column is NOT NULL");
    }
    return UnaryOperator.identity();
  }

  private static UnaryOperator<Object> converter(Column column, Field field) {
    return ValuesToPaimon.of(column, field.getType());
  }

  private void requireColumns(TableName table, String path, RowType type) {
    for (String name : schema.getFieldNames()) {
      if (!type.containsField(name)) {
        throw new RowException(
            "table %s has no column '%s' for the rows' field of that name; it has: %s"
                .formatted(table, path + name, String.join(", ", type.getFieldNames())));
      }
    }
  }
}
