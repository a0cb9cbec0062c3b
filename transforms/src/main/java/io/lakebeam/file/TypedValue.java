package io.lakebeam.file;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The text of a typed value, as a column of files reads it: numbers without exponent where they are
 * exact, times as ISO 8601.
 *
 * <p>The meaning of the logical types: the Avro specification, "Logical Types"; of INT96, which
 * Parquet has deprecated, nanoseconds of a day and its Julian number in little-endian order: the
 * Parquet format, "Encodings" of earlier versions, as Spark and Hive write it.
 */
final class TypedValue {
  private static final int JULIAN_EPOCH = 2_440_588;
  private static final int INT96_BYTES = 12;

  private TypedValue() {}

  /** Whether columns can be read from values of a type, alone or as one of it and null. */
  static boolean isPlain(Schema schema) {
    return switch (valueOf(schema).getType()) {
      case RECORD, ARRAY, MAP, UNION, NULL -> false;
      case BYTES -> isDecimal(valueOf(schema));
      case FIXED -> isDecimal(valueOf(schema)) || isInt96(valueOf(schema));
      default -> true;
    };
  }

  private static boolean isDecimal(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal;
  }

  private static boolean isInt96(Schema schema) {
    // As parquet-java's Avro binding tells it, which names the type as its field.
    return schema.getFixedSize() == INT96_BYTES
        && String.valueOf(schema.getDoc()).startsWith("INT96");
  }

  /** The other type of a union of one with null. */
  private static Schema valueOf(Schema schema) {
    if (schema.getType() == Schema.Type.UNION && schema.getTypes().size() == 2) {
      int nulls = schema.getTypes().get(0).getType() == Schema.Type.NULL ? 0 : 1;
      boolean hasNull = schema.getTypes().get(nulls).getType() == Schema.Type.NULL;
      return hasNull ? schema.getTypes().get(1 - nulls) : schema;
    }
    return schema;
  }

  /** The type of a column that takes all values of a type; empty where none does. */
  static String columnType(Schema schema) {
    if (!isPlain(schema)) {
      return "";
    }
    Schema value = valueOf(schema);
    if (value.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
    }
    String logical = value.getLogicalType() == null ? "" : value.getLogicalType().getName();
    if (logical.startsWith("timestamp")) {
      return "timestamptz";
    }
    if (logical.startsWith("local-timestamp")) {
      return "timestamp";
    }
    if (logical.equals("date")) {
      return "date";
    }
    if (logical.startsWith("time-")) {
      return "string";
    }
    return switch (value.getType()) {
      case INT -> "int";
      case LONG -> "bigint";
      case FLOAT, DOUBLE -> "double";
      case BOOLEAN -> "boolean";
      case FIXED -> "timestamp";
      default -> "string";
    };
  }

  /** What makes texts of the values of a type; of what is not plain, Avro's own JSON. */
  static Function<Object, @Nullable String> texts(Schema schema) {
    Function<Object, String> text = isPlain(schema) ? text(valueOf(schema)) : TypedValue::nested;
    return value -> value == null ? null : text.apply(value);
  }

  private static Function<Object, String> text(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return value -> decimal(value, decimal.getScale()).toPlainString();
    }
    return switch (logical == null ? "" : logical.getName()) {
      case "date" -> value -> LocalDate.ofEpochDay(number(value)).toString();
      case "time-millis" ->
          value -> LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(number(value))).toString();
      case "time-micros" ->
          value -> LocalTime.ofNanoOfDay(TimeUnit.MICROSECONDS.toNanos(number(value))).toString();
      case "timestamp-millis" -> value -> instant(number(value), 1_000).toString();
      case "timestamp-micros" -> value -> instant(number(value), 1_000_000).toString();
      case "timestamp-nanos" -> value -> instant(number(value), 1_000_000_000).toString();
      case "local-timestamp-millis" -> value -> local(instant(number(value), 1_000));
      case "local-timestamp-micros" -> value -> local(instant(number(value), 1_000_000));
      case "local-timestamp-nanos" -> value -> local(instant(number(value), 1_000_000_000));
      default ->
          schema.getType() == Schema.Type.FIXED
              ? value -> local(int96(((GenericFixed) value).bytes()))
              : Object::toString;
    };
  }

  private static String nested(Object value) {
    return GenericData.get().toString(value);
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  private static BigDecimal decimal(Object value, int scale) {
    byte[] bytes;
    if (value instanceof GenericFixed fixed) {
      bytes = fixed.bytes();
    } else {
      ByteBuffer buffer = ((ByteBuffer) value).duplicate();
      bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
    }
    return new BigDecimal(new BigInteger(bytes), scale);
  }

  private static Instant instant(long units, long perSecond) {
    return Instant.ofEpochSecond(
        Math.floorDiv(units, perSecond),
        Math.floorMod(units, perSecond) * (1_000_000_000L / perSecond));
  }

  private static String local(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString();
  }

  private static Instant int96(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = buffer.getLong();
    long day = (long) buffer.getInt() - JULIAN_EPOCH;
    return Instant.ofEpochSecond(TimeUnit.DAYS.toSeconds(day), nanos);
  }
}
