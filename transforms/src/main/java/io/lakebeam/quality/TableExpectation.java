package io.lakebeam.quality;

import io.lakebeam.quality.Expectation.Severity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeFamily;

/**
 * What is expected of all rows of a table together, as they are when it is asked.
 *
 * <pre>{@code
 * new TableExpectation(Kind.MEAN, List.of("age"), List.of("18", "60"), Severity.FAIL).name(); // mean of age between 18 and 60
 * }</pre>
 *
 * @param kind what is looked at
 * @param columns of the table, where it is of some
 * @param arguments bounds, a duration or a predicate, as the project file says them, of a bound
 *     that is open an empty text; of a reference the other table, then those of its columns that
 *     are meant, if they are not its key
 * @param severity whether an unmet one fails the run; nothing can be kept out any more
 */
public record TableExpectation(
    Kind kind, List<String> columns, List<String> arguments, Severity severity)
    implements Expected {

  /** What is looked at. */
  public enum Kind {
    /** No two rows have the same values, rows with null apart. */
    UNIQUE("unique"),
    /** Each row's values are another table's key, or columns of it; null refers to nothing. */
    REFERENCES("references"),
    /** How many rows there are. */
    ROW_COUNT("row-count"),
    /** How long ago the newest event time is. */
    FRESH("fresh"),
    /** The mean of a column's values. */
    MEAN("mean"),
    /** Their sum. */
    SUM("sum"),
    /** A predicate of SQL is not false of any row, or, where it has aggregates, of the table. */
    SQL("sql");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** The name in a project file. */
    public String key() {
      return key;
    }
  }

  private static final long serialVersionUID = 1L;
  private static final Pattern WHOLE = Pattern.compile("\\d{0,18}");
  private static final Pattern NUMBER = Pattern.compile("(-?\\d{1,38}(\\.\\d{1,38})?)?");

  public TableExpectation {
    columns = List.copyOf(columns);
    arguments = List.copyOf(arguments);
    if (!fits(kind, columns, arguments)) {
      throw new IllegalArgumentException(
          "'%s' takes %s; found %s"
              .formatted(kind.key(), wanted(kind), kind == Kind.UNIQUE ? columns : arguments));
    }
    if (severity == Severity.QUARANTINE) {
      throw new IllegalArgumentException(
          "'%s' is of the whole table, whose rows are in silver when it is asked: none is kept out any more; allowed: warn, fail"
              .formatted(kind.key()));
    }
  }

  private static boolean fits(Kind kind, List<String> columns, List<String> arguments) {
    boolean isRange = arguments.size() == 2 && !String.join("", arguments).isEmpty();
    return switch (kind) {
      case UNIQUE -> !columns.isEmpty() && new HashSet<>(columns).size() == columns.size();
      case REFERENCES ->
          !columns.isEmpty() && (arguments.size() == 1 || arguments.size() == columns.size() + 1);
      case ROW_COUNT -> isRange && arguments.stream().allMatch(WHOLE.asMatchPredicate());
      case FRESH -> arguments.size() == 1 && DurationText.parse(arguments.get(0)).isPresent();
      case MEAN, SUM -> isRange && arguments.stream().allMatch(NUMBER.asMatchPredicate());
      case SQL -> arguments.size() == 1 && !arguments.get(0).isBlank();
    };
  }

  private static String wanted(Kind kind) {
    return switch (kind) {
      case UNIQUE -> "columns that are unique together, [country, number]";
      case REFERENCES ->
          "another table, or {table: T, columns: [A, B]} with as many columns as refer to it";
      case ROW_COUNT ->
          "the least and the greatest number of rows, [1, 1000]; null for one that is open";
      case FRESH -> "how old the newest row may be, 30s, 90m, 12h, 7d";
      case MEAN, SUM -> "the least and the greatest number, [0, 99.5]; null for one that is open";
      case SQL ->
          "a predicate of each row, \"paid_at >= ordered_at\", or of the table, \"sum(paid) <= sum(due)\"";
    };
  }

  @Override
  public String name() {
    return switch (kind) {
      case UNIQUE -> "unique " + together(columns);
      case REFERENCES ->
          "%s references %s%s"
              .formatted(
                  together(columns),
                  arguments.get(0),
                  arguments.size() == 1
                      ? ""
                      : " " + together(arguments.subList(1, arguments.size())));
      case ROW_COUNT -> "row count" + Expectation.range(arguments, "%s");
      case FRESH -> "fresh within " + arguments.get(0);
      case MEAN, SUM ->
          "%s of %s%s".formatted(kind.key(), columns.get(0), Expectation.range(arguments, "%s"));
      case SQL -> "sql " + arguments.get(0).strip().replaceAll("\\s+", " ");
    };
  }

  private static String together(List<String> names) {
    return names.size() == 1 ? names.get(0) : "(" + String.join(", ", names) + ")";
  }

  /** Whether it can be asked of masks: equal values have equal ones, and that is all. */
  public boolean holdsOfMasks() {
    return kind != Kind.MEAN && kind != Kind.SUM;
  }

  /** How old the newest row may be, of {@link Kind#FRESH}. */
  public Duration longest() {
    return DurationText.parse(arguments.get(0))
        .orElseThrow(() -> new IllegalStateException(name() + " has no duration"));
  }

  /** Whether a number is within its bounds. */
  public boolean isWithin(BigDecimal found) {
    String least = arguments.get(0);
    String greatest = arguments.get(1);
    return (least.isEmpty() || new BigDecimal(least).compareTo(found) <= 0)
        && (greatest.isEmpty() || new BigDecimal(greatest).compareTo(found) >= 0);
  }

  /**
   * Refuses a column that it is not for.
   *
   * @throws IllegalArgumentException with what is allowed
   */
  public void require(DataType type) {
    boolean isOfNumbers = kind == Kind.MEAN || kind == Kind.SUM;
    if (isOfNumbers && !type.getTypeRoot().getFamilies().contains(DataTypeFamily.NUMERIC)) {
      throw new IllegalArgumentException(
          "'%s' is for numbers, not for a column of type %s".formatted(kind.key(), type));
    }
  }
}
