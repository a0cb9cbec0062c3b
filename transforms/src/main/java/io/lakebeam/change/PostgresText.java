package io.lakebeam.change;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values as PostgreSQL prints them; intervals in its style {@code iso_8601}. */
final class PostgresText {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final String WHOLE = "(-?\\d{1,10})";
  private static final Pattern INTERVAL =
      Pattern.compile("P%1$sY%1$sM%1$sDT%1$sH%1$sM(-?\\d{1,10}(?:\\.\\d{1,6})?)S".formatted(WHOLE));
  private static final String[] UNITS = {"Y", "M", "D", "H", "M", "S"};
  private static final int FIRST_OF_TIME = 3;

  private PostgresText() {}

  static String time(long micros) {
    if (micros < 0 || micros > DAY_MICROS) {
      throw new ChangeException("a time of day is wanted; found %d us".formatted(micros));
    }
    long seconds = micros / 1_000_000;
    String whole = "%02d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60);
    long fraction = micros % 1_000_000;
    return fraction == 0 ? whole : whole + ".%06d".formatted(fraction).replaceAll("0+$", "");
  }

  /** Without the parts that are zero. */
  static String interval(String iso) {
    Matcher parts = INTERVAL.matcher(iso);
    if (!parts.matches()) {
      throw new ChangeException("an interval is wanted; found " + iso);
    }
    StringBuilder text = new StringBuilder("P");
    boolean hasTime = false;
    for (int i = 0; i < UNITS.length; i++) {
      BigDecimal part = new BigDecimal(parts.group(i + 1));
      if (part.signum() != 0) {
        if (i >= FIRST_OF_TIME && !hasTime) {
          text.append('T');
          hasTime = true;
        }
        text.append(part.stripTrailingZeros().toPlainString()).append(UNITS[i]);
      }
    }
    return text.length() == 1 ? "PT0S" : text.toString();
  }

  /** {@code size} bits from bytes of which the first holds the last eight. */
  static String bits(byte[] bytes, int size) {
    StringBuilder text = new StringBuilder(size);
    for (int i = size - 1; i >= 0; i--) {
      boolean isSet = i / 8 < bytes.length && (bytes[i / 8] >> i % 8 & 1) == 1;
      text.append(isSet ? '1' : '0');
    }
    for (int i = size; i < bytes.length * 8; i++) {
      if ((bytes[i / 8] >> i % 8 & 1) == 1) {
        throw new ChangeException("more than %d bits".formatted(size));
      }
    }
    return text.toString();
  }

  /** An array's element, in quotes where PostgreSQL puts it in quotes. */
  static void appendElement(String element, StringBuilder array) {
    if (!needsQuotes(element)) {
      array.append(element);
      return;
    }
    array.append('"');
    for (int i = 0; i < element.length(); i++) {
      char character = element.charAt(i);
      if (character == '"' || character == '\\') {
        array.append('\\');
      }
      array.append(character);
    }
    array.append('"');
  }

  private static boolean needsQuotes(String element) {
    return element.isEmpty()
        || element.equalsIgnoreCase("NULL")
        || element.chars().anyMatch(character -> "\"\\{}, \t\n\u000B\f\r".indexOf(character) >= 0);
  }
}
