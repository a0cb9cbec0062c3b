package io.lakebeam.lake;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which rows of a table are wanted: comparisons of a column with a value, joined by {@link #and}
 * and {@link #or}. A value; it can be kept and used for any table that has its columns.
 *
 * <pre>{@code
 * LakeIO.read(lake, table)
 *     .withFilter(
 *         RowFilter.atLeast("at", Instant.parse("2026-11-01T00:00:00Z"))
 *             .and(RowFilter.isNotTrue("_deleted")));
 * }</pre>
 *
 * <p>Values are of the Java types that {@link BeamSchemas} lists; for a whole number any of Byte,
 * Short, Integer and Long will do. A comparison with a null in the row is never true, as in SQL.
 * Text is ordered by its UTF-8 bytes, numbers with a floating point as {@link Double#compare}
 * orders them: NaN equals itself and is the greatest, -0.0 is less than 0.0. Columns of bytes,
 * arrays, maps and rows can only be asked for null.
 *
 * <p>A column that the table does not have, or a value that the column cannot hold, is a {@link
 * LakeException} when the transform is applied.
 */
public final class RowFilter implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a comparison asks. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS_THAN,
    AT_MOST,
    GREATER_THAN,
    AT_LEAST,
    IN,
    STARTS_WITH,
    IS_NULL,
    IS_NOT_NULL
  }

  /** A comparison or a junction of others. */
  sealed interface Node extends Serializable permits Comparison, Junction {}

  record Comparison(String column, Operator operator, List<Serializable> values) implements Node {}

  record Junction(boolean all, List<Node> parts) implements Node {}

  private final Node node;

  private RowFilter(Node node) {
    this.node = node;
  }

  /** Rows whose column has this value. */
  public static RowFilter equal(String column, Object value) {
    return compare(column, Operator.EQUAL, value);
  }

  /** Rows whose column has another value, not null. */
  public static RowFilter notEqual(String column, Object value) {
    return compare(column, Operator.NOT_EQUAL, value);
  }

  /** Rows whose column is less than the value. */
  public static RowFilter lessThan(String column, Object value) {
    return compare(column, Operator.LESS_THAN, value);
  }

  /** Rows whose column is the value or less. */
  public static RowFilter atMost(String column, Object value) {
    return compare(column, Operator.AT_MOST, value);
  }

  /** Rows whose column is greater than the value. */
  public static RowFilter greaterThan(String column, Object value) {
    return compare(column, Operator.GREATER_THAN, value);
  }

  /** Rows whose column is the value or greater. */
  public static RowFilter atLeast(String column, Object value) {
    return compare(column, Operator.AT_LEAST, value);
  }

  /** Rows whose column has one of the values, of which there must be one at least. */
  public static RowFilter in(String column, List<?> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("column '%s' in no values is no row".formatted(column));
    }
    return compare(column, Operator.IN, values.toArray());
  }

  /** Rows whose column, a text, starts with the value. */
  public static RowFilter startsWith(String column, String prefix) {
    return compare(column, Operator.STARTS_WITH, prefix);
  }

  /** Rows whose column is null. */
  public static RowFilter isNull(String column) {
    return compare(column, Operator.IS_NULL);
  }

  /** Rows whose column is not null. */
  public static RowFilter isNotNull(String column) {
    return compare(column, Operator.IS_NOT_NULL);
  }

  /** Rows whose column is false or null: with a table's tombstone column, those not deleted. */
  public static RowFilter isNotTrue(String column) {
    return equal(column, false).or(isNull(column));
  }

  /** Rows that this and the other filter want. */
  public RowFilter and(RowFilter other) {
    return new RowFilter(new Junction(true, List.of(node, other.node)));
  }

  /** Rows that this or the other filter wants. */
  public RowFilter or(RowFilter other) {
    return new RowFilter(new Junction(false, List.of(node, other.node)));
  }

  Node node() {
    return node;
  }

  Set<String> columns() {
    Set<String> columns = new TreeSet<>();
    collect(node, columns);
    return columns;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowFilter that && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return node.hashCode();
  }

  @Override
  public String toString() {
    return describe(node);
  }

  private static RowFilter compare(String column, Operator operator, Object... values) {
    List<Serializable> kept = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof Serializable serializable)) {
        throw new IllegalArgumentException(
            "column '%s' cannot be compared with %s; ask for null with isNull or isNotNull"
                .formatted(column, value == null ? "null" : "a " + value.getClass().getName()));
      }
      kept.add(serializable);
    }
    return new RowFilter(new Comparison(column, operator, List.copyOf(kept)));
  }

  private static void collect(Node node, Set<String> columns) {
    if (node instanceof Comparison comparison) {
      columns.add(comparison.column());
    } else if (node instanceof Junction junction) {
      junction.parts().forEach(part -> collect(part, columns));
    }
  }

  /** Without the values: display data is shown in consoles. */
  private static String describe(Node node) {
    if (node instanceof Comparison comparison) {
      return comparison.column() + " " + comparison.operator();
    }
    Junction junction = (Junction) node;
    List<String> parts = junction.parts().stream().map(RowFilter::describe).toList();
    return "(" + String.join(junction.all() ? " and " : " or ", parts) + ")";
  }
}
