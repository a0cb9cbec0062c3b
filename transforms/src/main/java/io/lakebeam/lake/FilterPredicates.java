package io.lakebeam.lake;

import io.lakebeam.lake.RowFilter.Comparison;
import io.lakebeam.lake.RowFilter.Junction;
import io.lakebeam.lake.RowFilter.Node;
import io.lakebeam.lake.RowFilter.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.paimon.predicate.Predicate;
import org.apache.paimon.predicate.PredicateBuilder;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.RowType;

/** Makes predicates on rows of one type out of {@link RowFilter}s. */
final class FilterPredicates {
  private final TableName table;
  private final RowType type;
  private final PredicateBuilder builder;

  FilterPredicates(TableName table, RowType type) {
    this.table = table;
    this.type = type;
    this.builder = new PredicateBuilder(type);
  }

  /** The filter as a test of every row. */
  Predicate exact(RowFilter filter) {
    return exact(filter.node());
  }

  /**
   * What of the filter can keep files from being read: every row wanted passes it, others may.
   * Numbers with a floating point stay out of it: whether a file's least and greatest value know of
   * NaN and of the sign of zero depends on who wrote it.
   */
  Optional<Predicate> pushed(RowFilter filter) {
    return pushed(filter.node());
  }

  private Predicate exact(Node node) {
    if (node instanceof Comparison comparison) {
      return compare(comparison);
    }
    Junction junction = (Junction) node;
    List<Predicate> parts = junction.parts().stream().map(this::exact).toList();
    return junction.all() ? PredicateBuilder.and(parts) : PredicateBuilder.or(parts);
  }

  private Optional<Predicate> pushed(Node node) {
    if (node instanceof Comparison comparison) {
      return isFloating(comparison) ? Optional.empty() : Optional.of(compare(comparison));
    }
    Junction junction = (Junction) node;
    List<Predicate> parts = new ArrayList<>();
    junction.parts().forEach(part -> pushed(part).ifPresent(parts::add));
    if (parts.isEmpty() || (!junction.all() && parts.size() < junction.parts().size())) {
      return Optional.empty();
    }
    return Optional.of(junction.all() ? PredicateBuilder.and(parts) : PredicateBuilder.or(parts));
  }

  private boolean isFloating(Comparison comparison) {
    return column(comparison.column())
        .type()
        .getTypeRoot()
        .getFamilies()
        .contains(DataTypeFamily.APPROXIMATE_NUMERIC);
  }

  private Predicate compare(Comparison comparison) {
    Column column = column(comparison.column());
    int index = type.getFieldIndex(comparison.column());
    Operator operator = comparison.operator();
    if (operator == Operator.IS_NULL) {
      return builder.isNull(index);
    } else if (operator == Operator.IS_NOT_NULL) {
      return builder.isNotNull(index);
    }
    requireComparable(column, operator);
    List<Object> values = new ArrayList<>();
    comparison.values().forEach(value -> values.add(FilterValues.of(column, value)));
    Object first = values.get(0);
    return switch (operator) {
      case EQUAL -> builder.equal(index, first);
      case NOT_EQUAL -> builder.notEqual(index, first);
      case LESS_THAN -> builder.lessThan(index, first);
      case AT_MOST -> builder.lessOrEqual(index, first);
      case GREATER_THAN -> builder.greaterThan(index, first);
      case AT_LEAST -> builder.greaterOrEqual(index, first);
      case IN -> builder.in(index, values);
      case STARTS_WITH -> builder.startsWith(index, first);
      case IS_NULL, IS_NOT_NULL -> throw new IllegalStateException("asked above");
    };
  }

  private Column column(String name) {
    if (!type.containsField(name)) {
      throw new LakeException(
          "table %s has no column '%s' to filter by; it has: %s"
              .formatted(table, name, String.join(", ", type.getFieldNames())));
    }
    return new Column(table, name, type.getField(name).type());
  }

  private static void requireComparable(Column column, Operator operator) {
    DataType type = column.type();
    if (type.is(DataTypeFamily.BINARY_STRING) || type.is(DataTypeFamily.CONSTRUCTED)) {
      throw column.refuse("it can only be filtered by isNull and isNotNull");
    }
    if (operator == Operator.STARTS_WITH && !type.is(DataTypeFamily.CHARACTER_STRING)) {
      throw column.refuse("only a text can be filtered by startsWith");
    }
    if (type.is(DataTypeRoot.BOOLEAN)
        && operator != Operator.EQUAL
        && operator != Operator.NOT_EQUAL
        && operator != Operator.IN) {
      throw column.refuse("it can be filtered by equal, notEqual, isNull and isNotNull");
    }
  }
}
