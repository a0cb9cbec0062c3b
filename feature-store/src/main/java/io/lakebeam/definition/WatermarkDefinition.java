package io.lakebeam.definition;

import io.lakebeam.file.FileColumn;
import io.lakebeam.pull.Watermark;
import io.lakebeam.quality.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The column by which a pull knows what is new, and how far it looks back.
 *
 * <pre>{@code
 * {type: jdbc, ..., watermark: updated_at, overlap: 10m}    # or a number: {watermark: version, overlap: 1000}
 * }</pre>
 *
 * @param column of the table, by its name in the project
 * @param overlap a duration of a column of times, a count of one of whole numbers
 */
public record WatermarkDefinition(String column, String overlap) {
  private static final Set<String> NUMBERS = Set.of("int", "bigint");

  public WatermarkDefinition {
    new Checks()
        .name("watermark", column)
        .that(
            DurationText.parse(overlap).isPresent() || isCount(overlap),
            "overlap",
            "must be how far back is read again: a time such as 10m, or for a watermark of whole numbers a count such as 1000; found '%s'"
                .formatted(overlap))
        .done();
  }

  private static boolean isCount(String text) {
    return text.matches("\\d{1,18}");
  }

  /** What the columns of a table that is pulled by it must be like. */
  List<Problem> problems(String source, TableDefinition table) {
    String path = "sources." + source + ".watermark";
    List<Problem> problems = new ArrayList<>();
    Optional<FileColumn> found =
        table.columns().stream().filter(one -> one.name().equals(column)).findFirst();
    if (found.isEmpty()) {
      problems.add(
          new Problem(
              path,
              Nearest.missing(
                  "column", column, table.columns().stream().map(FileColumn::name).toList())));
      return problems;
    }
    String type = found.get().type();
    if (!found.get().isTime() && !NUMBERS.contains(type)) {
      problems.add(
          new Problem(
              path,
              "names the column '%s' of type %s; allowed: int, bigint, timestamp, timestamptz"
                  .formatted(column, type)));
    } else if (found.get().isTime() == isCount(overlap)) {
      problems.add(
          new Problem(
              "sources." + source + ".overlap",
              found.get().isTime()
                  ? "must be a time such as 10m, as '%s' is a %s; found '%s'"
                      .formatted(column, type, overlap)
                  : "must be a count such as 1000, as '%s' is a %s; found '%s'"
                      .formatted(column, type, overlap)));
    }
    if (table.masks().containsKey(column) || table.clean().containsKey(column)) {
      problems.add(
          new Problem(
              path,
              "names the column '%s', which is masked or cleaned in table '%s'; what is new is told by the values of the source"
                  .formatted(column, table.name())));
    }
    return problems;
  }

  /** The same for who pulls. */
  Watermark of(List<FileColumn> columns) {
    FileColumn found =
        columns.stream().filter(one -> one.name().equals(column)).findFirst().orElseThrow();
    return isCount(overlap)
        ? Watermark.ofNumbers(found, Long.parseLong(overlap))
        : Watermark.ofTimes(
            found, DurationText.parse(overlap).map(Duration::toMillis).orElseThrow());
  }
}
