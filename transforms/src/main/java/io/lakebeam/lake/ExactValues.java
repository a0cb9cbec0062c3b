package io.lakebeam.lake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DecimalType;
import org.joda.time.ReadableInstant;

/**
 * Turns Java values into column values, and refuses those that Paimon would round, cut or replace
 * without a word.
 */
final class ExactValues {
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int[] NANOS = {
    1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
  };

  private ExactValues() {}

  static UnaryOperator<Object> of(Column column) {
    return switch (column.type().getTypeRoot()) {
      case DECIMAL -> value -> decimal(column, (BigDecimal) value);
      case CHAR, VARCHAR -> value -> string(column, (String) value);
      case BINARY, VARBINARY -> value -> bytes(column, (byte[]) value);
      case DATE -> value -> date(column, (LocalDate) value);
      case TIME_WITHOUT_TIME_ZONE -> value -> time(column, (LocalTime) value);
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          value -> timestamp(column, ((LocalDateTime) value).toInstant(ZoneOffset.UTC));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> value -> timestamp(column, instant(value));
      default -> value -> value;
    };
  }

  private static Decimal decimal(Column column, BigDecimal value) {
    DecimalType type = (DecimalType) column.type();
    BigDecimal exact;
    try {
      exact = value.setScale(type.getScale(), RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw column.refuse(
          "a number with %d digits after the point does not fit".formatted(value.scale()));
    }
    if (exact.precision() > type.getPrecision()) {
      int whole = exact.precision() - exact.scale();
      throw column.refuse("a number with %d digits before the point does not fit".formatted(whole));
    }
    return Decimal.fromBigDecimal(exact, type.getPrecision(), type.getScale());
  }

  private static BinaryString string(Column column, String value) {
    if (hasHalfAPair(value)) {
      throw column.refuse("half a surrogate pair is no text; UTF-8 cannot hold it");
    }
    int most = DataTypeChecks.getLength(column.type());
    if (value.length() > most && value.codePointCount(0, value.length()) > most) {
      throw column.refuse("a text of %d characters does not fit".formatted(value.length()));
    }
    return BinaryString.fromString(value);
  }

  private static boolean hasHalfAPair(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(value.codePointAt(i))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static byte[] bytes(Column column, byte[] value) {
    int length = DataTypeChecks.getLength(column.type());
    boolean fixed = column.type().getTypeRoot() == DataTypeRoot.BINARY;
    if (value.length > length || (fixed && value.length < length)) {
      throw column.refuse("%d bytes do not fit".formatted(value.length));
    }
    return value;
  }

  private static int date(Column column, LocalDate value) {
    long day = value.toEpochDay();
    if (day != (int) day) {
      throw column.refuse("a date so far from 1970 does not fit");
    }
    return (int) day;
  }

  private static int time(Column column, LocalTime value) {
    if (value.toNanoOfDay() % NANOS_PER_MILLI != 0) {
      throw column.refuse("a time finer than a millisecond does not fit");
    }
    return (int) (value.toNanoOfDay() / NANOS_PER_MILLI);
  }

  private static Instant instant(Object value) {
    return value instanceof ReadableInstant joda
        ? Instant.ofEpochMilli(joda.getMillis())
        : (Instant) value;
  }

  private static Timestamp timestamp(Column column, Instant value) {
    int precision = DataTypeChecks.getPrecision(column.type());
    if (value.getNano() % NANOS[precision] != 0) {
      throw column.refuse(
          "a time finer than %d digits of a second does not fit".formatted(precision));
    }
    try {
      // Files keep microseconds since 1970 in a long.
      Math.multiplyExact(value.getEpochSecond(), 1_000_000L);
    } catch (ArithmeticException e) {
      throw column.refuse("a time so far from 1970 does not fit");
    }
    return Timestamp.fromEpochMillis(value.toEpochMilli(), value.getNano() % NANOS_PER_MILLI);
  }
}
