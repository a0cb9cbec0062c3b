package io.lakebeam.definition;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.file.FileColumn;
import io.lakebeam.privacy.MaskRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What the columns that a table takes from files say of each other, checked. */
final class FileColumns {
  private FileColumns() {}

  static List<Problem> problems(
      List<FileColumn> columns,
      List<String> key,
      String eventTime,
      @Nullable SubjectDefinition subject,
      Map<String, MaskRule> masks,
      @Nullable String latestBy) {
    List<Problem> problems = new ArrayList<>();
    if (columns.isEmpty()) {
      problems.add(
          new Problem(
              "columns", "is missing: a table from files says what it takes, {id: bigint, ...}"));
      return problems;
    }
    Map<String, FileColumn> known =
        columns.stream()
            .collect(
                Collectors.toMap(
                    FileColumn::name, Function.identity(), (one, other) -> one, TreeMap::new));
    columns.forEach(column -> checkColumn(column, problems));
    checkTitles(columns, problems);
    key.forEach(column -> checkKey(column, known, problems));
    checkEventTime(eventTime, known, problems);
    masks.forEach((column, rule) -> checkMask(column, rule, key, known, problems));
    if (latestBy != null) {
      checkOrder(latestBy, masks, known, problems);
    }
    if (subject != null) {
      problems.add(
          new Problem(
              "subject", "is not for tables from files yet: erase does not look into them"));
    }
    return problems;
  }

  private static void checkColumn(FileColumn column, List<Problem> problems) {
    if (!Checks.NAME.matcher(column.name()).matches()) {
      problems.add(
          new Problem(
              "columns." + column.name(),
              "must be a name that matches %s; what the files call it is said by {type: ..., title: ...}"
                  .formatted(Checks.NAME)));
    }
    if (ChangeColumns.isOne(column.name())) {
      problems.add(
          new Problem("columns." + column.name(), "is a column that every silver table has"));
    }
  }

  private static void checkTitles(List<FileColumn> columns, List<Problem> problems) {
    Set<String> titles = new TreeSet<>();
    for (FileColumn column : columns) {
      if (!titles.add(column.title().toLowerCase(Locale.ROOT))) {
        problems.add(
            new Problem(
                "columns." + column.name(),
                "has the title '%s' of another column".formatted(column.title())));
      }
    }
  }

  private static void checkKey(String name, Map<String, FileColumn> known, List<Problem> problems) {
    FileColumn column = known.get(name);
    if (column == null) {
      problems.add(new Problem("key", Nearest.missing("column", name, known.keySet())));
    } else if (!column.canBeKey()) {
      problems.add(
          new Problem(
              "key",
              "names the column '%s' of type %s, of which equal values may be written differently"
                  .formatted(name, column.type())));
    }
  }

  private static void checkMask(
      String name,
      MaskRule rule,
      List<String> key,
      Map<String, FileColumn> known,
      List<Problem> problems) {
    FileColumn column = known.get(name);
    if (column == null) {
      problems.add(new Problem("mask." + name, Nearest.missing("column", name, known.keySet())));
      return;
    }
    try {
      rule.require(column.lakeType().copy(!key.contains(name)));
    } catch (IllegalArgumentException e) {
      problems.add(new Problem("mask." + name, e.getMessage()));
    }
  }

  private static void checkOrder(
      String name,
      Map<String, MaskRule> masks,
      Map<String, FileColumn> known,
      List<Problem> problems) {
    if (!known.containsKey(name)) {
      problems.add(new Problem("latest-by", Nearest.missing("column", name, known.keySet())));
    } else if (masks.containsKey(name)) {
      problems.add(
          new Problem(
              "latest-by",
              "names the column '%s', whose values are masked: masks have no order"
                  .formatted(name)));
    }
  }

  private static void checkEventTime(
      String name, Map<String, FileColumn> known, List<Problem> problems) {
    if (name.equals(TableDefinition.COMMIT_TIME)) {
      return;
    }
    FileColumn column = known.get(name);
    if (column == null) {
      problems.add(new Problem("event-time", Nearest.missing("column", name, known.keySet())));
    } else if (!column.isTime()) {
      problems.add(
          new Problem(
              "event-time",
              "names the column '%s' of type %s; allowed: timestamp, timestamptz"
                  .formatted(name, column.type())));
    }
  }
}
