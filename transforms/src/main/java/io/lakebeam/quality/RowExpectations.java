package io.lakebeam.quality;

import io.lakebeam.quality.Expectation.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Judges rows of one table by what is expected of them.
 *
 * <pre>{@code
 * RowExpectations expected = RowExpectations.of(type, expectations, List.of("id", "age"));
 * expected.check(row, commitMillis);
 * }</pre>
 */
public final class RowExpectations {
  private static final long MILLIS_PER_DAY = 86_400_000;

  private final List<Judge> judges;

  /**
   * How one is judged.
   *
   * @param column its place in the row
   * @param isMet whether it is, by a value that is not null and the row's time
   */
  private record Judge(Expectation expectation, int column, IsMet isMet) {}

  private interface IsMet {
    boolean of(Object value, long millis);
  }

  private RowExpectations(List<Judge> judges) {
    this.judges = judges;
  }

  /**
   * Of a row's columns. What is expected of a column that the row has not is not judged.
   *
   * @param names by which expectations know the columns, in the row's order
   * @throws IllegalArgumentException naming the column whose type one is not for
   */
  public static RowExpectations of(
      RowType type, List<Expectation> expectations, List<String> names) {
    List<Judge> judges = new ArrayList<>();
    for (Expectation expectation : expectations) {
      int column = names.indexOf(expectation.column());
      if (column >= 0) {
        judges.add(judge(expectation, column, type.getFields().get(column)));
      }
    }
    // What ends the run does so whatever else is wrong with a row, and a row is taken or not before
    // anything is said of one that is.
    judges.sort(
        Comparator.comparing(
            judge -> judge.expectation().severity(), Comparator.<Severity>reverseOrder()));
    return new RowExpectations(judges);
  }

  private static Judge judge(Expectation expectation, int column, DataField field) {
    try {
      expectation.require(field.type());
      return new Judge(expectation, column, isMet(expectation, field.type()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "column '%s': %s".formatted(field.name(), e.getMessage()), e);
    }
  }

  private static IsMet isMet(Expectation expectation, DataType type) {
    List<String> arguments = expectation.arguments();
    return switch (expectation.kind()) {
      case NOT_NULL -> (value, time) -> true;
      case BETWEEN -> between(arguments, type);
      case IN -> {
        Set<Object> allowed = new HashSet<>();
        arguments.forEach(argument -> allowed.add(LakeValue.parse(argument, type)));
        yield (value, time) -> allowed.contains(value);
      }
      case MATCHES -> {
        Pattern pattern = Pattern.compile(arguments.get(0));
        yield (value, time) -> pattern.matcher(value.toString()).matches();
      }
      case LENGTH -> {
        int least = size(arguments.get(0), 0);
        int most = size(arguments.get(1), Integer.MAX_VALUE);
        yield (value, time) -> {
          String text = value.toString();
          int length = text.codePointCount(0, text.length());
          return least <= length && length <= most;
        };
      }
      case NOT_FUTURE ->
          type.is(DataTypeRoot.DATE)
              ? (value, time) -> (Integer) value <= Math.floorDiv(time, MILLIS_PER_DAY)
              : (value, time) -> ((Timestamp) value).getMillisecond() <= time;
    };
  }

  private static int size(String argument, int open) {
    return argument.isEmpty() ? open : Integer.parseInt(argument);
  }

  private static IsMet between(List<String> arguments, DataType type) {
    Comparable<Object> least = bound(arguments.get(0), type);
    Comparable<Object> most = bound(arguments.get(1), type);
    return (value, time) ->
        (least == null || least.compareTo(value) <= 0)
            && (most == null || most.compareTo(value) >= 0);
  }

  @SuppressWarnings("unchecked") // all values that LakeValue makes are comparable with their like
  private static @Nullable Comparable<Object> bound(String argument, DataType type) {
    return argument.isEmpty() ? null : (Comparable<Object>) LakeValue.parse(argument, type);
  }

  /**
   * Judges a row.
   *
   * @param millis when the source committed it, milliseconds since 1970
   * @return those that it does not meet, and is taken nevertheless
   * @throws UnexpectedRowException with the first for which it is not taken; one that ends the run
   *     before others
   */
  public List<Expectation> check(GenericRow row, long millis) {
    List<Expectation> unmet = List.of();
    for (Judge judge : judges) {
      Object value = row.getField(judge.column());
      boolean isMet =
          value == null
              ? judge.expectation().kind() != Expectation.Kind.NOT_NULL
              : judge.isMet().of(value, millis);
      if (isMet) {
        continue;
      }
      if (judge.expectation().severity() != Severity.WARN) {
        throw new UnexpectedRowException(judge.expectation(), shown(value));
      }
      if (unmet.isEmpty()) {
        unmet = new ArrayList<>();
      }
      unmet.add(judge.expectation());
    }
    return unmet;
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "null" : "'" + RowCleaning.shown(value.toString()) + "'";
  }
}
