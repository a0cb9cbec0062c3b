package io.lakebeam.definition;

import io.lakebeam.file.FileColumn;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.Expected;
import io.lakebeam.quality.TableExpectation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.paimon.types.DataType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What tables expect, checked as far as that takes no look at their source. */
final class TableExpectations {
  private TableExpectations() {}

  /** Of a table; its columns are empty where a database says them. */
  static List<Problem> problems(
      List<Expected> expect, Map<String, MaskRule> masks, List<FileColumn> columns) {
    List<Problem> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < expect.size(); i++) {
      String problem = problem(expect.get(i), masks, columns);
      if (problem == null && !names.add(expect.get(i).name())) {
        problem = "is given twice: " + expect.get(i).name();
      }
      if (problem != null) {
        problems.add(new Problem("expect[" + i + "]", problem));
      }
    }
    return problems;
  }

  private static @Nullable String problem(
      Expected expected, Map<String, MaskRule> masks, List<FileColumn> columns) {
    if (expected instanceof Expectation of) {
      return masks.containsKey(of.column()) && !of.holdsOfMasks()
          ? "is of the column '%s', which is masked: nobody sees its value; allowed: not-null"
              .formatted(of.column())
          : problem(of.column(), of::require, columns);
    }
    TableExpectation of = (TableExpectation) expected;
    return of.columns().stream()
        .map(
            column ->
                masks.containsKey(column) && !of.holdsOfMasks()
                    ? "is of the column '%s', which is masked: its numbers are others"
                        .formatted(column)
                    : problem(column, of::require, columns))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String problem(
      String column, Consumer<DataType> require, List<FileColumn> columns) {
    if (columns.isEmpty()) {
      return null;
    }
    List<String> names = columns.stream().map(FileColumn::name).toList();
    if (!names.contains(column)) {
      return Nearest.missing("column", column, names);
    }
    try {
      require.accept(columns.get(names.indexOf(column)).lakeType());
      return null;
    } catch (IllegalArgumentException e) {
      return "is of the column '%s': %s".formatted(column, e.getMessage());
    }
  }
}
