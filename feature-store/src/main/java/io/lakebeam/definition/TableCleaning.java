package io.lakebeam.definition;

import io.lakebeam.file.FileColumn;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.CleanStep.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What tables say of their cleaning, checked as far as that takes no look at their source. */
final class TableCleaning {
  private TableCleaning() {}

  /** Of a table of a database: steps that would undo what the rest of it says. */
  static List<Problem> problems(
      List<String> key,
      String eventTime,
      @Nullable SubjectDefinition subject,
      Map<String, MaskRule> masks,
      Map<String, List<CleanStep>> clean) {
    List<Problem> problems = new ArrayList<>();
    clean.forEach(
        (column, steps) -> {
          if (column.equals(eventTime)) {
            add(
                problems,
                column,
                "cleans the event-time, by which it is told what was true when; leave it as it is, or name another event-time");
          }
          if (subject != null && column.equals(subject.column())) {
            add(
                problems,
                column,
                "cleans the subject's column, by which erase finds a person's rows; leave it as it is, or say the subject by another column");
          }
          if (key.contains(column)) {
            add(
                problems,
                column,
                "is of a key's column: of two rows of the source that are equal when clean one would be lost; leave it as it is");
          }
          checkMasked(column, masks, steps, problems);
          steps(column, steps).ifPresent(problems::add);
        });
    return problems;
  }

  /** Of a table from files. */
  static List<Problem> problems(
      List<FileColumn> columns, Map<String, MaskRule> masks, Map<String, List<CleanStep>> clean) {
    List<Problem> problems = new ArrayList<>();
    List<String> names = columns.stream().map(FileColumn::name).toList();
    clean.forEach(
        (column, steps) -> {
          if (!names.contains(column)) {
            add(problems, column, Nearest.missing("column", column, names));
          } else {
            checkMasked(column, masks, steps, problems);
            steps(column, steps)
                .or(() -> ofDefault(column, steps, columns.get(names.indexOf(column))))
                .ifPresent(problems::add);
          }
        });
    return problems;
  }

  private static void checkMasked(
      String column, Map<String, MaskRule> masks, List<CleanStep> steps, List<Problem> problems) {
    if (masks.containsKey(column) && hasDefault(steps)) {
      add(
          problems,
          column,
          "has a default, and the column is masked: masks keep null; take one of the two away");
    }
  }

  private static Optional<Problem> ofDefault(
      String column, List<CleanStep> steps, FileColumn file) {
    try {
      if (hasDefault(steps)) {
        steps.get(steps.size() - 1).require(file.lakeType());
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(problem(column, "has a default: " + e.getMessage()));
    }
  }

  /** Steps that do not go together. */
  private static Optional<Problem> steps(String column, List<CleanStep> steps) {
    if (steps.isEmpty()) {
      return Optional.of(problem(column, "must have at least one step, found none"));
    }
    boolean isEarly =
        steps.subList(0, steps.size() - 1).stream().anyMatch(step -> step.kind() == Kind.DEFAULT);
    return isEarly
        ? Optional.of(problem(column, "must have its default as the last step"))
        : Optional.empty();
  }

  private static boolean hasDefault(List<CleanStep> steps) {
    return steps.stream().anyMatch(step -> step.kind() == Kind.DEFAULT);
  }

  private static void add(List<Problem> problems, String column, String message) {
    problems.add(problem(column, message));
  }

  private static Problem problem(String column, String message) {
    return new Problem("clean." + column, message);
  }
}
