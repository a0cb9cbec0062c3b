package io.lakebeam.privacy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DecimalType;

/** Masks of numbers that make numbers. */
final class NumberMasks {
  private NumberMasks() {}

  /** The greatest multiple of {@code size} that is not above the number. */
  static Mask bucket(long size, DataType type) {
    return switch (type.getTypeRoot()) {
      case INTEGER ->
          value ->
              value == null ? null : Math.toIntExact(Math.floorDiv((Integer) value, size) * size);
      case BIGINT ->
          value ->
              value == null ? null : Math.multiplyExact(Math.floorDiv((Long) value, size), size);
      case DOUBLE -> value -> value == null ? null : bucket((Double) value, size);
      case FLOAT -> value -> value == null ? null : (float) bucket((Float) value, size);
      default -> value -> value == null ? null : bucket((Decimal) value, size, (DecimalType) type);
    };
  }

  /** What is no finite number is in a bucket of its own. */
  private static double bucket(double value, long size) {
    return Double.isFinite(value) ? Math.floor(value / size) * size : value;
  }

  private static Decimal bucket(Decimal value, long size, DecimalType type) {
    BigDecimal of = BigDecimal.valueOf(size);
    BigDecimal least = value.toBigDecimal().divide(of, 0, RoundingMode.FLOOR).multiply(of);
    Decimal decimal = Decimal.fromBigDecimal(least, type.getPrecision(), type.getScale());
    if (decimal == null) {
      throw new ArithmeticException("the bucket's least number does not fit " + type);
    }
    return decimal;
  }
}
