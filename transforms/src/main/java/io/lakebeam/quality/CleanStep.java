package io.lakebeam.quality;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One step of a column's cleaning.
 *
 * <pre>{@code
 * new CleanStep(Kind.TRIM, null)           // "  a " is "a"; of blanks alone nothing is left: null
 * new CleanStep(Kind.TITLE, null)          // "ANNA O'BRIEN" is "Anna O'Brien"
 * new CleanStep(Kind.DATE, "dd.MM.yyyy")   // "31.01.2026" is "2026-01-31"
 * new CleanStep(Kind.DECIMAL, ",")         // "1.234,50" is "1234.50"
 * new CleanStep(Kind.SQL, "left(text, 2)") // "HU-1133" is "HU"
 * new CleanStep(Kind.DEFAULT, "unknown")   // null is "unknown"
 * }</pre>
 *
 * @param kind what is done
 * @param argument by what; null where the kind takes nothing
 */
public record CleanStep(Kind kind, @Nullable String argument) implements Serializable {
  /** What steps do. */
  public enum Kind {
    /** Takes blanks of any kind away, before and after. */
    TRIM,
    /** Capital letters. */
    UPPER,
    /** Small letters. */
    LOWER,
    /** Names as people write them. */
    TITLE,
    /** An e-mail address: normalised, trimmed, in small letters. */
    EMAIL,
    /** One of Unicode's ways to write the same. */
    NORMALIZE,
    /** A date by its pattern, to ISO 8601. */
    DATE,
    /** A date and a time of day by their pattern, to ISO 8601. */
    TIMESTAMP,
    /** A number by its decimal sign, to digits and a point. */
    DECIMAL,
    /** What an SQL expression makes of the text, which it calls {@code text}. */
    SQL,
    /** In the place of null. */
    DEFAULT;

    /** The name in a project file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final List<String> SIGNS = List.of(".", ",");

  public CleanStep {
    if (!fits(kind, argument)) {
      throw new IllegalArgumentException(
          "step '%s' takes %s; found %s"
              .formatted(
                  kind.key(), wanted(kind), argument == null ? "nothing" : "'" + argument + "'"));
    }
  }

  private static boolean fits(Kind kind, @Nullable String argument) {
    return switch (kind) {
      case TRIM, UPPER, LOWER, TITLE, EMAIL -> argument == null;
      case NORMALIZE -> argument == null || forms().contains(argument);
      case DATE, TIMESTAMP -> argument != null && isPattern(argument);
      case DECIMAL -> SIGNS.contains(argument);
      case SQL, DEFAULT -> argument != null;
    };
  }

  private static String wanted(Kind kind) {
    return switch (kind) {
      case TRIM, UPPER, LOWER, TITLE, EMAIL -> "nothing";
      case NORMALIZE -> "nothing, which is NFC, or one of " + String.join(", ", forms());
      case DATE -> "a pattern such as dd.MM.yyyy";
      case TIMESTAMP -> "a pattern such as dd.MM.yyyy HH:mm";
      case DECIMAL -> "the decimal sign, '.' or ','";
      case SQL -> "an SQL expression of 'text', such as split_part(text, '-', 2)";
      case DEFAULT -> "the value that null becomes";
    };
  }

  private static List<String> forms() {
    return Arrays.stream(Normalizer.Form.values()).map(Enum::name).toList();
  }

  private static boolean isPattern(String text) {
    try {
      return TimePattern.formatter(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Refuses a column that the step is not for.
   *
   * @throws IllegalArgumentException with the steps that are for it
   */
  public void require(DataType type) {
    if (kind == Kind.DEFAULT) {
      LakeValue.parse(argument, type);
    } else if (!isText(type)) {
      throw new IllegalArgumentException(
          "step '%s' is for text, not for a column of type %s; allowed: default"
              .formatted(kind.key(), type));
    }
  }

  static boolean isText(DataType type) {
    return type.is(DataTypeRoot.VARCHAR) || type.is(DataTypeRoot.CHAR);
  }

  /**
   * Whether it makes a text of which the type is known: its form is ISO 8601, or a plain number.
   */
  public boolean parses() {
    return kind == Kind.DATE || kind == Kind.TIMESTAMP || kind == Kind.DECIMAL;
  }
}
