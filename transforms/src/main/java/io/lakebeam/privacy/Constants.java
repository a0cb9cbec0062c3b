package io.lakebeam.privacy;

import java.math.BigDecimal;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DecimalType;

/** Masks that are always the same value. */
final class Constants {
  private Constants() {}

  static Mask of(String text, DataType type) {
    Object constant = parse(text, type);
    return value -> value == null ? null : constant;
  }

  /** The value that a text means; an {@link IllegalArgumentException} if it does not fit. */
  static Object parse(String text, DataType type) {
    try {
      return exactly(text, type);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "mask 'constant' stores '%s', which a column of type %s does not hold"
              .formatted(text, type),
          e);
    }
  }

  private static Object exactly(String text, DataType type) {
    return switch (type.getTypeRoot()) {
      case INTEGER -> Integer.valueOf(text);
      case BIGINT -> Long.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case DECIMAL -> decimal(text, (DecimalType) type);
      default -> {
        if (text.codePointCount(0, text.length()) > DataTypeChecks.getLength(type)) {
          throw new NumberFormatException("too long");
        }
        yield BinaryString.fromString(text);
      }
    };
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
