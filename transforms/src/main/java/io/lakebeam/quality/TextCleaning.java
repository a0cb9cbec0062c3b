package io.lakebeam.quality;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The steps of a column's cleaning, on its text.
 *
 * <pre>{@code
 * TextCleaning.of(List.of(new CleanStep(Kind.TRIM, null))).of("  a "); // a
 * }</pre>
 */
public final class TextCleaning {
  /** A sign, groups of three digits or digits alone, and what is after the decimal sign. */
  private static final String NUMBER =
      "([+-]?)(\\d{1,3}(?:([%s' \u00a0\u202f\u2019])\\d{3})(?:\\3\\d{3})*|\\d+)(?:%s(\\d+))?";

  private static final Pattern POINT = Pattern.compile(NUMBER.formatted(",", "\\."));
  private static final Pattern COMMA = Pattern.compile(NUMBER.formatted(".", ","));

  private final List<UnaryOperator<@Nullable String>> steps;

  private TextCleaning(List<UnaryOperator<@Nullable String>> steps) {
    this.steps = steps;
  }

  /**
   * Does the steps one after the other.
   *
   * @throws IllegalArgumentException if an SQL expression is none
   */
  public static TextCleaning of(List<CleanStep> steps) {
    return new TextCleaning(steps.stream().map(TextCleaning::step).toList());
  }

  /**
   * The clean text.
   *
   * @throws UncleanException if there is none
   */
  public @Nullable String of(@Nullable String text) {
    String clean = text;
    for (UnaryOperator<@Nullable String> step : steps) {
      clean = step.apply(clean);
    }
    return clean;
  }

  private static UnaryOperator<@Nullable String> step(CleanStep step) {
    String argument = step.argument();
    return switch (step.kind()) {
      case TRIM -> ofText(TextCleaning::trim);
      case UPPER -> ofText(text -> text.toUpperCase(Locale.ROOT));
      case LOWER -> ofText(text -> text.toLowerCase(Locale.ROOT));
      case TITLE -> ofText(NameCase::of);
      case EMAIL -> ofText(TextCleaning::email);
      case NORMALIZE -> {
        Normalizer.Form form = Normalizer.Form.valueOf(argument == null ? "NFC" : argument);
        yield ofText(text -> Normalizer.normalize(text, form));
      }
      case DATE -> {
        DateTimeFormatter formatter = TimePattern.formatter(argument);
        yield ofText(text -> date(text, formatter, argument));
      }
      case TIMESTAMP -> {
        DateTimeFormatter formatter = TimePattern.formatter(argument);
        yield ofText(text -> timestamp(text, formatter, argument));
      }
      case DECIMAL -> ofText(text -> decimal(text, argument));
      case SQL -> SqlExpression.of(argument);
      case DEFAULT -> text -> text == null ? argument : text;
    };
  }

  private static UnaryOperator<@Nullable String> ofText(UnaryOperator<@Nullable String> step) {
    return text -> text == null ? null : step.apply(text);
  }

  private static @Nullable String trim(String text) {
    int end = text.length();
    while (end > 0 && isBlank(text.charAt(end - 1))) {
      end--;
    }
    int start = 0;
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    return start == end ? null : text.substring(start, end);
  }

  /** Also what does not break, and what a byte order mark leaves behind: nobody sees them. */
  private static boolean isBlank(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == '\u200b'
        || character == '\ufeff';
  }

  private static @Nullable String email(String text) {
    String trimmed = trim(Normalizer.normalize(text, Normalizer.Form.NFC));
    return trimmed == null ? null : trimmed.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String date(String text, DateTimeFormatter formatter, String pattern) {
    String trimmed = trim(text);
    if (trimmed == null) {
      return null;
    }
    try {
      return LocalDate.parse(trimmed, formatter).toString();
    } catch (DateTimeException e) {
      throw new UncleanException("a date like " + pattern);
    }
  }

  private static @Nullable String timestamp(
      String text, DateTimeFormatter formatter, String pattern) {
    String trimmed = trim(text);
    if (trimmed == null) {
      return null;
    }
    try {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.parse(trimmed, formatter));
    } catch (DateTimeException e) {
      throw new UncleanException("a time like " + pattern);
    }
  }

  private static @Nullable String decimal(String text, String sign) {
    String trimmed = trim(text);
    if (trimmed == null) {
      return null;
    }
    Matcher number = (sign.equals(".") ? POINT : COMMA).matcher(trimmed);
    if (!number.matches()) {
      throw new UncleanException(
          "a number with the decimal sign '%s', its thousands apart or not".formatted(sign));
    }
    String whole = number.group(2).replaceAll("\\D", "");
    String places = number.group(4);
    return (number.group(1).equals("-") ? "-" : "") + whole + (places == null ? "" : "." + places);
  }
}
