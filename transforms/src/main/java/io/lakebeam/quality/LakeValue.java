package io.lakebeam.quality;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DecimalType;

/** Values of the lake that a project file says as text. */
public final class LakeValue {
  private LakeValue() {}

  /**
   * The value of a column of {@code type}; dates and times are ISO 8601.
   *
   * @throws IllegalArgumentException if the column does not hold it
   */
  public static Object parse(String text, DataType type) {
    try {
      return exactly(text, type);
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "'%s' is nothing that a column of type %s holds".formatted(text, type), e);
    }
  }

  private static Object exactly(String text, DataType type) {
    return switch (type.getTypeRoot()) {
      case INTEGER -> Integer.valueOf(text);
      case BIGINT -> Long.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case DECIMAL -> decimal(text, (DecimalType) type);
      case BOOLEAN -> bool(text);
      case DATE -> Math.toIntExact(LocalDate.parse(text).toEpochDay());
      case TIMESTAMP_WITHOUT_TIME_ZONE -> Timestamp.fromLocalDateTime(LocalDateTime.parse(text));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Timestamp.fromMicros(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text)));
      case CHAR, VARCHAR -> {
        if (text.codePointCount(0, text.length()) > DataTypeChecks.getLength(type)) {
          throw new NumberFormatException("too long");
        }
        yield BinaryString.fromString(text);
      }
      default -> throw new NumberFormatException("no type that is said as text");
    };
  }

  /** The text that {@link #parse} reads as that value. */
  public static String text(Object value, DataType type) {
    return switch (type.getTypeRoot()) {
      case DECIMAL -> ((Decimal) value).toBigDecimal().toPlainString();
      case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
      case TIMESTAMP_WITHOUT_TIME_ZONE -> ((Timestamp) value).toLocalDateTime().toString();
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Instant.EPOCH.plus(((Timestamp) value).toMicros(), ChronoUnit.MICROS).toString();
      default -> value.toString();
    };
  }

  private static Boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new NumberFormatException("neither true nor false");
    }
    return Boolean.valueOf(text);
  }

  private static Decimal decimal(String text, DecimalType type) {
    BigDecimal exact = new BigDecimal(text).setScale(type.getScale());
    Decimal decimal = Decimal.fromBigDecimal(exact, type.getPrecision(), type.getScale());
    if (decimal == null) {
      throw new ArithmeticException("too many digits");
    }
    return decimal;
  }
}
