package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.ingest.KnownColumns.Known;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowException;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.paimon.types.DataType;

/**
 * Finds out which columns an event's are. Their order is that of their numbers; so what the
 * catalogue says now and what was known before must agree with it, else the event is refused.
 */
final class TableVersions {
  private final Lake lake;
  private final CapturedTable table;

  TableVersions(Lake lake, CapturedTable table) {
    this.lake = lake;
    this.table = table;
  }

  /** Whether the lake calls the table's columns as the source did when it was described. */
  boolean isAsDescribed() {
    KnownColumns known =
        KnownColumns.read(lake, table.current().name().table(), table.source().oid());
    return table.source().columns().stream()
        .allMatch(
            column ->
                known
                    .ofNumber(column.number())
                    .filter(one -> one.lakeColumn().equals(column.name()))
                    .isPresent());
  }

  /** Whether columns that the table still has are as they were, and none has another's name. */
  static boolean areSame(List<SourceColumn> columns, SourceTable now) {
    for (SourceColumn column : columns) {
      for (SourceColumn other : now.columns()) {
        boolean isIt = other.number() == column.number();
        boolean isAsItWas =
            isIt ? other.lakeType().equals(column.lakeType()) : !other.name().equals(column.name());
        if (!isAsItWas) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * How events with columns of these names are read, after the lake's tables have followed.
   *
   * @throws ChangeException if it is not certain which columns they are, or the lake's cannot
   *     follow
   */
  VersionRows version(int epoch, List<String> names, SourceTable now) {
    String silver = table.current().name().table();
    KnownColumns known = KnownColumns.read(lake, silver, now.oid());
    List<SourceColumn> columns = columns(names, now);
    try {
      List<String> lakeNames = new SilverColumns(lake, table, known).follow(columns, now);
      return VersionRows.of(lake, epoch, table, columns, lakeNames);
    } catch (RowException e) {
      throw new ChangeException(e.getMessage(), e);
    }
  }

  /**
   * The columns of events with these names.
   *
   * @throws ChangeException if it is not certain which they are
   */
  List<SourceColumn> columns(List<String> names, SourceTable now) {
    if (names.equals(now.columns().stream().map(SourceColumn::name).toList())) {
      return now.columns();
    }
    KnownColumns known = KnownColumns.read(lake, table.current().name().table(), now.oid());
    List<NavigableSet<Integer>> candidates = new ArrayList<>();
    names.forEach(name -> candidates.add(numbers(name, now, known)));
    List<Integer> numbers = increasing(names, candidates);
    List<SourceColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(column(names.get(i), numbers.get(i), now, known));
    }
    return columns;
  }

  /** The numbers of the columns that have a name or had it. */
  private static NavigableSet<Integer> numbers(String name, SourceTable now, KnownColumns known) {
    NavigableSet<Integer> numbers = new TreeSet<>();
    known.ofName(name).forEach(column -> numbers.add(column.number()));
    boolean isNew = numbers.isEmpty();
    now.columns().stream()
        .filter(column -> column.name().equals(name))
        .forEach(column -> numbers.add(column.number()));
    if (numbers.isEmpty()) {
      throw new ChangeException(
          "column '%s' is not in the table, nor was it known before".formatted(name));
    }
    if (isNew && hasUnseen(now, known)) {
      throw uncertain(name);
    }
    return numbers;
  }

  /** One number of each, so that they increase; there must be one way to choose them. */
  private static List<Integer> increasing(
      List<String> names, List<NavigableSet<Integer>> candidates) {
    Integer[] lowest = new Integer[names.size()];
    Integer last = 0;
    for (int i = 0; i < lowest.length; i++) {
      last = candidates.get(i).higher(last);
      if (last == null) {
        throw uncertain(names.get(i));
      }
      lowest[i] = last;
    }
    last = Integer.MAX_VALUE;
    for (int i = lowest.length - 1; i >= 0; i--) {
      last = candidates.get(i).lower(last);
      if (!lowest[i].equals(last)) {
        throw uncertain(names.get(i));
      }
    }
    return List.of(lowest);
  }

  private static ChangeException uncertain(String column) {
    return new ChangeException(
        ("column '%s': the table was altered again since, and it is not certain which of its"
                + " columns this was")
            .formatted(column));
  }

  private SourceColumn column(String name, int number, SourceTable now, KnownColumns known) {
    for (SourceColumn column : now.columns()) {
      if (column.number() == number) {
        return new SourceColumn(name, column.type(), column.lakeType(), column.form(), number);
      }
    }
    Known dropped = known.ofNumber(number).orElseThrow();
    DataType type = lake.type(table.current().name()).getField(dropped.lakeColumn()).type();
    return new SourceColumn(name, type.asSQLString(), type, dropped.form(), number);
  }

  /** Whether the table had columns that came and went without being seen. */
  private static boolean hasUnseen(SourceTable now, KnownColumns known) {
    long added =
        now.columns().stream().filter(column -> column.number() > known.lastNumber()).count();
    return added < now.lastNumber() - known.lastNumber();
  }
}
