package io.lakebeam.file;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Dates and times in the form that most files have: read without a formatter, which took a
 * thirteenth of all that taking a file takes. What has another form is left to the formatter.
 */
final class PlainTimes {
  private static final int DATE = 10;
  private static final int SECONDS = 19;
  private static final int MICROS = 26;
  private static final int NANOS_OF_ONE_DIGIT = 100_000_000;

  private PlainTimes() {}

  /**
   * A date like 2026-11-30; null if the text has another form.
   *
   * @throws java.time.DateTimeException if the calendar has no such day
   */
  static @Nullable LocalDate date(String text) {
    return text.length() == DATE ? dateAtBegin(text) : null;
  }

  /**
   * A time like 2026-11-30T23:59:59 or 2026-11-30 23:59:59.123456; null if the text has another
   * form.
   *
   * @throws java.time.DateTimeException if there is no such day, or no such time on a day
   */
  static @Nullable LocalDateTime time(String text) {
    if (text.length() < SECONDS || text.length() > MICROS || text.length() == SECONDS + 1) {
      return null;
    }
    boolean isParted =
        (text.charAt(DATE) == 'T' || text.charAt(DATE) == ' ')
            && text.charAt(13) == ':'
            && text.charAt(16) == ':'
            && (text.length() == SECONDS || text.charAt(SECONDS) == '.');
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, SECONDS);
    int nanos = text.length() == SECONDS ? 0 : nanos(text);
    if (!isParted || hour < 0 || minute < 0 || second < 0 || nanos < 0) {
      return null;
    }
    LocalDate date = dateAtBegin(text);
    return date == null ? null : date.atTime(hour, minute, second, nanos);
  }

  private static @Nullable LocalDate dateAtBegin(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, DATE);
    boolean isParted = text.charAt(4) == '-' && text.charAt(7) == '-';
    // Of the year 0 formatters have opinions.
    return !isParted || year < 1 || month < 0 || day < 0 ? null : LocalDate.of(year, month, day);
  }

  private static int nanos(String text) {
    int nanos = 0;
    int unit = NANOS_OF_ONE_DIGIT;
    for (int i = SECONDS + 1; i < text.length(); i++) {
      int digit = number(text, i, i + 1);
      if (digit < 0) {
        return -1;
      }
      nanos += digit * unit;
      unit /= 10;
    }
    return nanos;
  }

  /** The number that these digits are; -1 if one of them is none. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
