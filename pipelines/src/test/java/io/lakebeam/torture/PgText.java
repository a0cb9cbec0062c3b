package io.lakebeam.torture;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Brings a value, as PostgreSQL or as the lake's reader writes it, to one text: equal text is an
 * equal value. Dates are days and times microseconds since 1970, in the calendar that PostgreSQL
 * uses for all times.
 */
final class PgText {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4,})-(\\d\\d)-(\\d\\d)(?: (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?)?"
              + "(?:([+-])(\\d\\d)(?::(\\d\\d))?(?::(\\d\\d))?)?( BC)?");

  private PgText() {}

  /** Of PostgreSQL's text output. */
  static @Nullable String ofSource(String type, @Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (kind(type)) {
      case "date" -> Long.toString(days(matched(text)));
      case "timestamp" -> micros(matched(text)).toString();
      case "bool", "boolean" -> text.equals("t") ? "true" : text.equals("f") ? "false" : text;
      default -> plain(type, text);
    };
  }

  /** Of the lake's reader: days and microseconds are numbers already. */
  static @Nullable String ofLake(String type, @Nullable String text) {
    return text == null ? null : plain(type, text);
  }

  private static String plain(String type, String text) {
    return switch (kind(type)) {
      case "numeric" -> number(text);
      case "real" -> Float.toString((float) floating(text));
      case "double" -> Double.toString(floating(text));
      default -> text;
    };
  }

  private static String kind(String type) {
    if (type.startsWith("timestamp")) {
      return "timestamp";
    }
    return type.startsWith("double") ? "double" : type.replaceAll("\\(.*", "");
  }

  private static String number(String text) {
    return text.equals("NaN") ? text : new BigDecimal(text).stripTrailingZeros().toPlainString();
  }

  private static double floating(String text) {
    return switch (text) {
      case "nan", "NaN" -> Double.NaN;
      case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static Matcher matched(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException("neither a date nor a time: " + text);
    }
    return time;
  }

  private static long days(Matcher time) {
    int year = Integer.parseInt(time.group(1));
    return LocalDate.of(
            time.group(12) == null ? year : 1 - year,
            Integer.parseInt(time.group(2)),
            Integer.parseInt(time.group(3)))
        .toEpochDay();
  }

  /** PostgreSQL's last years do not fit 64 bits. */
  private static BigInteger micros(Matcher time) {
    long seconds = days(time) * 86_400 + seconds(time, 4);
    if (time.group(8) != null) {
      seconds += time.group(8).equals("+") ? -seconds(time, 9) : seconds(time, 9);
    }
    String fraction = time.group(7) == null ? "" : time.group(7);
    return BigInteger.valueOf(seconds)
        .multiply(BigInteger.valueOf(1_000_000))
        .add(new BigInteger((fraction + "000000").substring(0, 6)));
  }

  /** Hours, minutes and seconds, in three groups of which any may be missing. */
  private static long seconds(Matcher time, int group) {
    long seconds = 0;
    for (int i = 0; i < 3; i++) {
      String part = time.group(group + i);
      seconds = seconds * 60 + (part == null ? 0 : Long.parseLong(part));
    }
    return seconds;
  }
}
