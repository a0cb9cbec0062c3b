package io.lakebeam.definition;

import io.lakebeam.file.FileColumn;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.Expected;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** From a section under {@code tables} to a table or a pattern of tables. */
final class TableReader {
  private TableReader() {}

  static Optional<TableDefinition> table(String name, Section in) {
    in.allow(
        "from", "key", "event-time", "subject", "mask", "columns", "clean", "expect", "latest-by");
    String from = in.text("from");
    List<String> key = in.names("key");
    List<FileColumn> columns =
        in.has("columns")
            ? in.section("columns", section -> Optional.of(FilesReader.columns(section)))
                .orElse(List.of())
            : List.of();
    String eventTime =
        columns.isEmpty() || in.has("event-time")
            ? in.text("event-time")
            : TableDefinition.COMMIT_TIME;
    SubjectDefinition subject = in.has("subject") ? subject(in) : null;
    Map<String, MaskRule> masks =
        in.has("mask")
            ? in.section("mask", section -> Optional.of(MaskReader.masks(section))).orElse(Map.of())
            : Map.of();
    Map<String, List<CleanStep>> clean =
        in.has("clean")
            ? in.section("clean", section -> Optional.of(CleanReader.steps(section)))
                .orElse(Map.of())
            : Map.of();
    List<Expected> expect =
        in.has("expect") ? ExpectReader.expectations(in.items("expect")) : List.of();
    String latestBy = in.has("latest-by") ? in.text("latest-by") : null;
    return in.build(
        () ->
            new TableDefinition(
                name, from, key, eventTime, subject, masks, columns, clean, expect, latestBy));
  }

  static Optional<TablePattern> pattern(String name, Section in) {
    in.allow("from", "except", "event-time");
    String from = in.text("from");
    List<String> except = in.has("except") ? in.list("except", "table name") : List.of();
    String eventTime = in.has("event-time") ? in.text("event-time") : null;
    return in.build(() -> new TablePattern(name, from, except, eventTime));
  }

  /** A column's name, or a column and the table whose key it holds. */
  private static @Nullable SubjectDefinition subject(Section in) {
    if (!in.isSection("subject")) {
      String column = in.text("subject");
      return column.isEmpty()
          ? null
          : in.attempt("subject", () -> new SubjectDefinition(column)).orElse(null);
    }
    return in.section(
            "subject",
            section -> {
              section.allow("column", "of");
              String column = section.text("column");
              String of = section.text("of");
              return section.build(() -> new SubjectDefinition(column, of));
            })
        .orElse(null);
  }
}
