package io.lakebeam.privacy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;

/** Masks of dates and times that make dates and times. */
final class TimeMasks {
  private TimeMasks() {}

  /** Refuses a unit that would leave all values as they are. */
  static void requireUnit(String unit, DataType type) {
    boolean isDate = type.getTypeRoot() == DataTypeRoot.DATE;
    if (isDate && !unit.equals("year") && !unit.equals("month")) {
      throw new IllegalArgumentException(
          "mask 'truncate' would leave a date as it is; allowed: year, month, found '%s'"
              .formatted(unit));
    }
  }

  /** The beginning of the unit that a time is in; of times with a zone, in UTC. */
  static Mask truncate(String unit, DataType type) {
    if (type.getTypeRoot() == DataTypeRoot.DATE) {
      return value ->
          value == null
              ? null
              : Math.toIntExact(
                  beginning(LocalDate.ofEpochDay((Integer) value), unit).toEpochDay());
    }
    return value ->
        value == null
            ? null
            : Timestamp.fromLocalDateTime(beginning(((Timestamp) value).toLocalDateTime(), unit));
  }

  private static LocalDate beginning(LocalDate day, String unit) {
    return unit.equals("year") ? day.withDayOfYear(1) : day.withDayOfMonth(1);
  }

  private static LocalDateTime beginning(LocalDateTime time, String unit) {
    return switch (unit) {
      case "hour" -> time.truncatedTo(ChronoUnit.HOURS);
      case "day" -> time.truncatedTo(ChronoUnit.DAYS);
      default -> beginning(time.toLocalDate(), unit).atStartOfDay();
    };
  }
}
