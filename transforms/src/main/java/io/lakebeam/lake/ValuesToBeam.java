package io.lakebeam.lake;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.InternalArray;
import org.apache.paimon.data.InternalMap;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.RowType;

/** Turns the values of one column type, none of them null, into those of its Beam type. */
final class ValuesToBeam {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private ValuesToBeam() {}

  static UnaryOperator<Object> of(DataType type, FieldType beam) {
    return switch (type.getTypeRoot()) {
      case DECIMAL -> value -> ((Decimal) value).toBigDecimal();
      case CHAR, VARCHAR -> Object::toString;
      case DATE -> value -> LocalDate.ofEpochDay((Integer) value);
      case TIME_WITHOUT_TIME_ZONE ->
          value -> LocalTime.ofNanoOfDay((Integer) value * NANOS_PER_MILLI);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> value -> ((Timestamp) value).toLocalDateTime();
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> value -> instant((Timestamp) value);
      case ARRAY -> array((ArrayType) type, beam);
      case MAP -> map((MapType) type, beam);
      case ROW -> row((RowType) type, Objects.requireNonNull(beam.getRowSchema()));
      default -> value -> value;
    };
  }

  private static Instant instant(Timestamp value) {
    return Instant.ofEpochMilli(value.getMillisecond()).plusNanos(value.getNanoOfMillisecond());
  }

  private static UnaryOperator<Object> array(ArrayType type, FieldType beam) {
    Elements elements = new Elements(type.getElementType(), beam.getCollectionElementType());
    return value -> elements.of((InternalArray) value);
  }

  private static UnaryOperator<Object> map(MapType type, FieldType beam) {
    Elements keys = new Elements(type.getKeyType(), beam.getMapKeyType());
    Elements values = new Elements(type.getValueType(), beam.getMapValueType());
    return value -> {
      List<Object> key = keys.of(((InternalMap) value).keyArray());
      List<Object> mapped = values.of(((InternalMap) value).valueArray());
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < key.size(); i++) {
        map.put(key.get(i), mapped.get(i));
      }
      return map;
    };
  }

  static UnaryOperator<Object> row(RowType type, Schema schema) {
    InternalRow.FieldGetter[] getters = new InternalRow.FieldGetter[type.getFieldCount()];
    List<UnaryOperator<Object>> columns = new ArrayList<>();
    for (int i = 0; i < getters.length; i++) {
      getters[i] = InternalRow.createFieldGetter(type.getTypeAt(i), i);
      columns.add(of(type.getTypeAt(i), schema.getField(i).getType()));
    }
    return value -> {
      List<Object> values = new ArrayList<>(getters.length);
      for (int i = 0; i < getters.length; i++) {
        Object field = getters[i].getFieldOrNull((InternalRow) value);
        values.add(field == null ? null : columns.get(i).apply(field));
      }
      return Row.withSchema(schema).attachValues(values);
    };
  }

  private static final class Elements {
    private final InternalArray.ElementGetter getter;
    private final UnaryOperator<Object> convert;

    private Elements(DataType type, FieldType beam) {
      this.getter = InternalArray.createElementGetter(type);
      this.convert = ValuesToBeam.of(type, beam);
    }

    private List<Object> of(InternalArray array) {
      List<Object> list = new ArrayList<>(array.size());
      for (int i = 0; i < array.size(); i++) {
        Object element = getter.getElementOrNull(array, i);
        list.add(element == null ? null : convert.apply(element));
      }
      return list;
    }
  }
}
