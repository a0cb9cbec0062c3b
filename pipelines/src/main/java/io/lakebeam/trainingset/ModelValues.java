package io.lakebeam.trainingset;

import io.lakebeam.dataset.ColumnType;
import io.lakebeam.lake.LakeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Lake values as a training set holds them. */
final class ModelValues {
  private ModelValues() {}

  static ColumnType columnType(String name, DataType type) {
    return switch (type.getTypeRoot()) {
      case INTEGER -> ColumnType.INT32;
      case BIGINT -> ColumnType.INT64;
      case FLOAT, DOUBLE, DECIMAL -> ColumnType.DOUBLE;
      case VARCHAR -> ColumnType.STRING;
      case BOOLEAN -> ColumnType.BOOLEAN;
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          ColumnType.TIMESTAMP_MICROS;
      default ->
          throw new LakeException(
              "training set column '%s' has type %s; allowed: numbers, text, boolean, timestamp"
                  .formatted(name, type));
    };
  }

  /** A model's numbers are doubles; a decimal becomes the nearest. */
  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Decimal decimal) {
      return decimal.toBigDecimal().doubleValue();
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof Timestamp timestamp) {
      return Instant.EPOCH.plus(timestamp.toMicros(), ChronoUnit.MICROS);
    }
    return value instanceof Number || value instanceof Boolean || value == null
        ? value
        : value.toString();
  }
}
