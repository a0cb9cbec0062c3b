package io.lakebeam.definition;

import io.lakebeam.file.FileColumn;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.Expectation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What tables expect of their rows, checked as far as that takes no look at their source. */
final class TableExpectations {
  private TableExpectations() {}

  /** Of a table; its columns are empty where a database says them. */
  static List<Problem> problems(
      List<Expectation> expect, Map<String, MaskRule> masks, List<FileColumn> columns) {
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
      Expectation expectation, Map<String, MaskRule> masks, List<FileColumn> columns) {
    String column = expectation.column();
    if (masks.containsKey(column) && !expectation.holdsOfMasks()) {
      return "is of the column '%s', which is masked: nobody sees its value; allowed: not-null"
          .formatted(column);
    }
    if (columns.isEmpty()) {
      return null;
    }
    List<String> names = columns.stream().map(FileColumn::name).toList();
    if (!names.contains(column)) {
      return Nearest.missing("column", column, names);
    }
    try {
      expectation.require(columns.get(names.indexOf(column)).lakeType());
      return null;
    } catch (IllegalArgumentException e) {
      return "is of the column '%s': %s".formatted(column, e.getMessage());
    }
  }
}
