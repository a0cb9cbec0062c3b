package io.lakebeam.torture;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Values as text that PostgreSQL reads: ordinary ones, nulls, and those that break programs. */
final class Values {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "'",
          "\"",
          "\\",
          "\\N",
          "\\.",
          "\n",
          "\r\n",
          "\t",
          "NULL",
          "null",
          "{\"a\": 1}",
          "a,b;c|d",
          "\u0001\u001f\u007f",
          "e\u0301 and \u00e9",
          "\u202eright to left",
          "\ufeffmark",
          "\u2028",
          "\uffff",
          "\uD83D\uDE00",
          "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
          "\uDBFF\uDFFF",
          "unchanged-toast-datum",
          "new-tuple: id[bigint]:1");
  private static final List<String> DATES =
      List.of(
          "0001-01-01", "1900-02-28", "1969-12-31", "2024-02-29", "9999-12-31", "5874897-12-31");
  private static final List<String> TIMES =
      List.of(
          "4713-11-24 00:00:00 BC",
          "0044-03-15 12:00:00.000001 BC",
          "0001-01-01 00:00:00",
          "1582-10-10 23:59:59.999999",
          "1969-12-31 23:59:59.999999",
          "2016-12-31 23:59:59.999999",
          "2024-02-29 23:59:59.9",
          "2024-03-31 02:30:00",
          "2024-10-27 02:30:00",
          "9999-12-31 23:59:59.999999");
  private static final Map<String, List<String>> NASTY =
      Map.ofEntries(
          Map.entry("smallint", List.of("-32768", "32767", "0", "-1")),
          Map.entry("integer", List.of("-2147483648", "2147483647", "0", "-1")),
          Map.entry("bigint", List.of("-9223372036854775808", "9223372036854775807", "0")),
          Map.entry(
              "numeric(38,10)",
              List.of(
                  "9999999999999999999999999999.9999999999",
                  "-9999999999999999999999999999.9999999999",
                  "0.0000000001",
                  "0.1",
                  "0",
                  "1e27")),
          Map.entry(
              "numeric(12,2)", List.of("0.10", "-0.01", "9999999999.99", "-9999999999.99", "0")),
          Map.entry("numeric(16,4)", List.of("0.0001", "-999999999999.9999", "1.5", "0")),
          Map.entry(
              "real",
              List.of(
                  "0.1",
                  "-0",
                  "3.4028235e38",
                  "1e-45",
                  "NaN",
                  "Infinity",
                  "-Infinity",
                  "16777217")),
          Map.entry(
              "double precision",
              List.of(
                  "0.1",
                  "-0",
                  "1.7976931348623157e308",
                  "5e-324",
                  "NaN",
                  "Infinity",
                  "-Infinity",
                  "0.30000000000000004",
                  "9007199254740993")),
          Map.entry("boolean", List.of("true", "false")),
          Map.entry("text", TEXTS),
          Map.entry("varchar(40)", TEXTS),
          Map.entry(
              "char(6)", List.of("", "a", "abcdef", "\u00e4\u00f6\u00fc\u00df\uD83D\uDE00x", " a")),
          Map.entry(
              "uuid",
              List.of(
                  "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff")),
          Map.entry("date", DATES),
          Map.entry("timestamp", TIMES),
          Map.entry("timestamptz", TIMES));

  /** What is refused, or comes as another value; see docs/decisions/0010-the-oracle.md. */
  private static final Map<String, List<String>> TROUBLE =
      Map.of(
          "numeric(38,10)", List.of("NaN"),
          "text", List.of("__debezium_unavailable_value"),
          "date", List.of("4713-11-24 BC", "0044-03-15 BC", "1582-10-10", "infinity", "-infinity"),
          "timestamp", List.of("294276-12-31 23:59:59.999999", "infinity", "-infinity"),
          "timestamptz", List.of("294276-12-31 23:59:59.999999", "infinity", "-infinity"));

  private static final int TROUBLE_EVERY = 50;
  private static final int LONGEST_TEXT = 60_000;

  private Values() {}

  /** A value for a column; null every eighth time, a nasty one every third. */
  static @Nullable String draw(ValuePool pool, RandomGenerator random, String column, String type) {
    if (column.equals("body")) {
      return body(random);
    }
    if (random.nextInt(8) == 0) {
      return null;
    }
    if (pool == ValuePool.ALL
        && TROUBLE.containsKey(type)
        && random.nextInt(TROUBLE_EVERY) == 0
        && !column.equals("changed_at")) {
      return one(random, TROUBLE.get(type));
    }
    return random.nextInt(3) == 0 ? one(random, NASTY.get(type)) : ordinary(random, type);
  }

  private static String one(RandomGenerator random, List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Every sixth one so long, and so hard to compress, that it is stored apart. */
  private static @Nullable String body(RandomGenerator random) {
    if (random.nextInt(6) > 0) {
      return random.nextBoolean() ? null : "short " + random.nextInt(100);
    }
    int length = 3_000 + (int) Zipf.draw(random, LONGEST_TEXT);
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append(Long.toString(random.nextLong(), 36)).append('\u00e9');
    }
    return text.toString();
  }

  private static String ordinary(RandomGenerator random, String type) {
    return switch (type) {
      case "smallint" -> Integer.toString(random.nextInt(-1_000, 1_000));
      case "integer", "bigint" -> Integer.toString(random.nextInt());
      case "numeric(38,10)" -> random.nextLong() + "." + random.nextInt(1_000_000);
      case "numeric(12,2)" -> "%d.%02d".formatted(random.nextInt(), random.nextInt(100));
      case "numeric(16,4)" -> "%d.%04d".formatted(random.nextInt(), random.nextInt(10_000));
      case "real" -> Float.toString(random.nextFloat());
      case "double precision" -> Double.toString(random.nextDouble() * 1e6);
      case "boolean" -> Boolean.toString(random.nextBoolean());
      case "char(6)" -> Integer.toString(random.nextInt(100_000));
      case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
      case "date" ->
          "%d-%02d-%02d"
              .formatted(random.nextInt(1900, 2100), random.nextInt(1, 13), random.nextInt(1, 29));
      case "timestamp", "timestamptz" ->
          "%d-%02d-%02d %02d:%02d:%02d.%06d"
              .formatted(
                  random.nextInt(1900, 2100),
                  random.nextInt(1, 13),
                  random.nextInt(1, 29),
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  random.nextInt(1_000_000));
      default -> "text " + random.nextInt(1_000);
    };
  }
}
