package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.data.GenericArray;
import org.apache.paimon.data.GenericMap;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.RowType;

/** Turns the values of one Beam field, none of them null, into those of its column. */
final class ValuesToPaimon {
  private ValuesToPaimon() {}

  static UnaryOperator<Object> of(Column column, FieldType from) {
    if (!BeamTypes.fits(from, column.type(), column.path())) {
      throw column.refuse("a field of the type %s does not fit".formatted(name(from)));
    }
    return switch (column.type().getTypeRoot()) {
      case SMALLINT -> value -> ((Number) value).shortValue();
      case INTEGER -> value -> ((Number) value).intValue();
      case BIGINT -> value -> ((Number) value).longValue();
      case DOUBLE -> value -> ((Number) value).doubleValue();
      case ARRAY -> array(column, (ArrayType) column.type(), from);
      case MAP -> map(column, (MapType) column.type(), from);
      case ROW -> row(column, (RowType) column.type(), from);
      default -> ExactValues.of(column);
    };
  }

  private static String name(FieldType type) {
    return type.getTypeName().isLogicalType()
        ? type.getLogicalType().getIdentifier()
        : type.getTypeName().name();
  }

  private static UnaryOperator<Object> array(Column column, ArrayType type, FieldType from) {
    UnaryOperator<Object> element =
        orNull(column.part("[]", type.getElementType()), from.getCollectionElementType());
    return value -> new GenericArray(all((Iterable<?>) value, element));
  }

  private static UnaryOperator<Object> map(Column column, MapType type, FieldType from) {
    UnaryOperator<Object> key =
        orNull(column.part("[key]", type.getKeyType()), from.getMapKeyType());
    UnaryOperator<Object> mapped =
        orNull(column.part("[value]", type.getValueType()), from.getMapValueType());
    return value -> {
      Map<Object, Object> map = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((k, v) -> map.put(key.apply(k), mapped.apply(v)));
      return new GenericMap(map);
    };
  }

  private static UnaryOperator<Object> row(Column column, RowType type, FieldType from) {
    RowsToPaimon nested =
        new RowsToPaimon(
            column.table(),
            column.path() + ".",
            type,
            Objects.requireNonNull(from.getRowSchema(), "row schema"));
    return value -> nested.convert((Row) value);
  }

  private static UnaryOperator<Object> orNull(Column part, FieldType from) {
    UnaryOperator<Object> convert = of(part, from);
    DataType type = part.type();
    return value -> {
      if (value == null && !type.isNullable()) {
        throw part.refuse("a null does not fit");
      }
      return value == null ? null : convert.apply(value);
    };
  }

  private static Object[] all(Iterable<?> values, UnaryOperator<Object> convert) {
    List<Object> converted = new ArrayList<>();
    values.forEach(value -> converted.add(convert.apply(value)));
    return converted.toArray();
  }
}
