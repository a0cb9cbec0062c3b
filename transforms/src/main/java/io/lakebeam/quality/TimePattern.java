package io.lakebeam.quality;

import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Patterns of dates and times, as a project file has them. */
public final class TimePattern {
  private TimePattern() {}

  /**
   * Reads what is written by the pattern and on the calendar, nothing else.
   *
   * @param pattern of {@link DateTimeFormatter}; months and days have their English names
   * @throws IllegalArgumentException if it is none
   */
  public static DateTimeFormatter formatter(String pattern) {
    // A year of an era would ask for the era.
    return DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
