package io.lakebeam.quality;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;

/**
 * What is expected of a column's value in every row, and what becomes of a row that does not meet
 * it.
 *
 * <pre>{@code
 * new Expectation("age", Kind.BETWEEN, List.of("18", "100"), Severity.QUARANTINE).name(); // age between 18 and 100
 * }</pre>
 *
 * <p>Null meets all but {@link Kind#NOT_NULL}, as in SQL.
 *
 * @param column in the lake
 * @param kind what is looked at
 * @param arguments bounds, values or a pattern, as the project file says them; of a bound that is
 *     open an empty text
 * @param severity what becomes of the row
 */
public record Expectation(String column, Kind kind, List<String> arguments, Severity severity)
    implements Expected {

  /** What is looked at. */
  public enum Kind {
    /** There is a value. */
    NOT_NULL("not-null"),
    /** It is not below the one and not above the other. */
    BETWEEN("between"),
    /** It is one of these. */
    IN("in"),
    /** The whole text is like a pattern. */
    MATCHES("matches"),
    /** The text has at least and at most so many characters. */
    LENGTH("length"),
    /** The time is not after the one at which the source committed it, or the file was taken. */
    NOT_FUTURE("not-future");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** The name in a project file. */
    public String key() {
      return key;
    }
  }

  /** What becomes of a row that does not meet an expectation. */
  public enum Severity {
    /** It is taken, and what was found is kept. */
    WARN,
    /** It is kept as a dead letter and is not in silver. */
    QUARANTINE,
    /** The run ends. */
    FAIL;

    /** The name in a project file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern SIZE = Pattern.compile("\\d{0,9}");
  private static final Set<DataTypeRoot> TIMES =
      Set.of(
          DataTypeRoot.DATE,
          DataTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE,
          DataTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);

  public Expectation {
    arguments = List.copyOf(arguments);
    if (!fits(kind, arguments)) {
      throw new IllegalArgumentException(
          "'%s' takes %s; found %s".formatted(kind.key(), wanted(kind), arguments));
    }
  }

  private static boolean fits(Kind kind, List<String> arguments) {
    boolean isRange = arguments.size() == 2 && !String.join("", arguments).isEmpty();
    return switch (kind) {
      case NOT_NULL, NOT_FUTURE -> arguments.isEmpty();
      case BETWEEN -> isRange;
      case IN -> !arguments.isEmpty();
      case MATCHES -> arguments.size() == 1 && isPattern(arguments.get(0));
      case LENGTH -> isRange && arguments.stream().allMatch(SIZE.asMatchPredicate());
    };
  }

  private static String wanted(Kind kind) {
    return switch (kind) {
      case NOT_NULL, NOT_FUTURE -> "true";
      case BETWEEN -> "the least and the greatest value, [18, 100]; null for one that is open";
      case IN -> "the values that are allowed, [new, paid]";
      case MATCHES -> "a regular expression for the whole text";
      case LENGTH ->
          "the least and the greatest number of characters, [1, 60]; null for one that is open";
    };
  }

  private static boolean isPattern(String text) {
    try {
      return Pattern.compile(text) != null;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  @Override
  public String name() {
    return column
        + switch (kind) {
          case NOT_NULL -> " not null";
          case BETWEEN -> range(arguments, "%s");
          case IN -> " in " + arguments;
          case MATCHES -> " matches " + arguments.get(0);
          case LENGTH -> range(arguments, "%s characters").replace(" characters and ", " and ");
          case NOT_FUTURE -> " not in the future";
        };
  }

  /** Bounds in words, after what they are of. */
  static String range(List<String> arguments, String of) {
    String low = arguments.get(0);
    String high = arguments.get(1);
    if (low.isEmpty()) {
      return " at most " + of.formatted(high);
    }
    return high.isEmpty()
        ? " at least " + of.formatted(low)
        : " between %s and %s".formatted(low, of.formatted(high));
  }

  /** Whether it can be told of a mask: all others are about the value that is not there. */
  public boolean holdsOfMasks() {
    return kind == Kind.NOT_NULL;
  }

  /**
   * Refuses a column that it is not for.
   *
   * @throws IllegalArgumentException with what is allowed
   */
  public void require(DataType type) {
    switch (kind) {
      case BETWEEN, IN ->
          arguments.stream()
              .filter(argument -> kind == Kind.IN || !argument.isEmpty())
              .forEach(argument -> LakeValue.parse(argument, type));
      case MATCHES, LENGTH -> requireThat(CleanStep.isText(type), "text", type);
      case NOT_FUTURE -> requireThat(TIMES.contains(type.getTypeRoot()), "dates and times", type);
      case NOT_NULL -> {}
    }
  }

  private void requireThat(boolean fits, String what, DataType type) {
    if (!fits) {
      throw new IllegalArgumentException(
          "'%s' is for %s, not for a column of type %s".formatted(kind.key(), what, type));
    }
  }
}
