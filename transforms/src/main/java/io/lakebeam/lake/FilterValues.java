package io.lakebeam.lake;

import java.util.function.UnaryOperator;
import org.apache.paimon.types.DataTypeRoot;

/** Turns the value that a filter compares with into one of its column's, or refuses it. */
final class FilterValues {
  private FilterValues() {}

  static Object of(Column column, Object value) {
    DataTypeRoot root = column.type().getTypeRoot();
    return switch (root) {
      case TINYINT -> (byte) whole(column, value, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> (short) whole(column, value, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> (int) whole(column, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> whole(column, value, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> toFloat(column, value);
      case DOUBLE -> floating(column, value);
      case BOOLEAN -> cast(column, value, v -> (Boolean) v);
      default -> cast(column, value, ExactValues.of(column));
    };
  }

  private static long whole(Column column, Object value, long least, long greatest) {
    if (!(value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long)) {
      throw wrongType(column, value);
    }
    long number = ((Number) value).longValue();
    if (number < least || number > greatest) {
      throw column.refuse("the filter's value is out of the column's range");
    }
    return number;
  }

  private static double floating(Column column, Object value) {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    throw wrongType(column, value);
  }

  private static float toFloat(Column column, Object value) {
    double wide = floating(column, value);
    float narrow = (float) wide;
    if (Double.compare(narrow, wide) != 0) {
      throw column.refuse("the filter's value has more digits than the column can hold");
    }
    return narrow;
  }

  private static Object cast(Column column, Object value, UnaryOperator<Object> convert) {
    try {
      return convert.apply(value);
    } catch (ClassCastException e) {
      throw wrongType(column, value);
    }
  }

  private static LakeException wrongType(Column column, Object value) {
    return column.refuse(
        "the filter compares it with a %s; BeamSchemas lists the Java type of each column type"
            .formatted(value.getClass().getSimpleName()));
  }
}
