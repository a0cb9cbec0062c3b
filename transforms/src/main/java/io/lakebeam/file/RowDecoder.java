package io.lakebeam.file;

import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.ColumnCleaning;
import io.lakebeam.quality.LakeValue;
import io.lakebeam.quality.RowCleaning;
import io.lakebeam.quality.TextCleaning;
import io.lakebeam.quality.UncleanException;
import java.util.List;
import java.util.Set;
import org.apache.paimon.data.GenericRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Turns records into rows of the lake: the table's columns, in their order. Not thread-safe. */
public final class RowDecoder {
  private final List<FileColumn> columns;
  private final Set<String> key;
  private final Set<String> hidden;
  private final FileLayout layout;
  private final Cell[] cells;

  /**
   * How a column is read.
   *
   * @param cleaning of its text; null where it stays as it is
   * @param otherwise its value where there is no text
   */
  private record Cell(
      CellReader reader, @Nullable TextCleaning cleaning, @Nullable Object otherwise) {}

  private RowDecoder(
      FileLayout layout,
      List<FileColumn> columns,
      Set<String> key,
      ColumnCleaning cleaning,
      Set<String> hidden,
      Set<String> plain) {
    this.layout = layout;
    this.hidden = Set.copyOf(hidden);
    this.columns = List.copyOf(columns);
    this.key = Set.copyOf(key);
    this.cells =
        columns.stream()
            .map(
                column ->
                    plain.contains(column.name())
                        ? new Cell(CellReader.of(column.lakeType(), layout.plain()), null, null)
                        : cell(column, cleaning.steps().get(column.name())))
            .toArray(Cell[]::new);
  }

  private Cell cell(FileColumn column, @Nullable List<CleanStep> steps) {
    if (steps == null) {
      return new Cell(CellReader.of(column.lakeType(), layout), null, null);
    }
    boolean isParsed = steps.stream().anyMatch(CleanStep::parses);
    CleanStep last = steps.get(steps.size() - 1);
    boolean hasDefault = last.kind() == CleanStep.Kind.DEFAULT;
    return new Cell(
        CellReader.of(column.lakeType(), isParsed ? layout.plain() : layout),
        TextCleaning.of(hasDefault ? steps.subList(0, steps.size() - 1) : steps),
        hasDefault ? LakeValue.parse(last.argument(), column.lakeType()) : null);
  }

  /**
   * A decoder.
   *
   * @param key the columns that must have a value
   * @param cleaning of texts, before they are read as their columns' types
   */
  public static RowDecoder of(
      FileLayout layout, List<FileColumn> columns, Set<String> key, ColumnCleaning cleaning) {
    return new RowDecoder(layout, columns, key, cleaning, Set.of(), Set.of());
  }

  /**
   * The same for a table with masks.
   *
   * @param hidden the columns of which no message may show a value
   * @param masked the columns whose texts are masks by now: neither cleaned, nor written as the
   *     layout says
   */
  public static RowDecoder of(
      FileLayout layout,
      List<FileColumn> columns,
      Set<String> key,
      ColumnCleaning cleaning,
      Set<String> hidden,
      Set<String> masked) {
    return new RowDecoder(layout, columns, key, cleaning, hidden, masked);
  }

  /**
   * The row, with {@code more} empty fields at its end.
   *
   * @throws RefusedRowException if a text is no value of its column
   */
  public GenericRow decode(FileRow record, int more) throws RefusedRowException {
    GenericRow row = new GenericRow(cells.length + more);
    for (int i = 0; i < cells.length; i++) {
      Object value = value(i, record.text(i));
      if (value == null && key.contains(columns.get(i).name())) {
        throw new RefusedRowException(
            "column '%s': found nothing; a key must have a value"
                .formatted(columns.get(i).title()));
      }
      row.setField(i, value);
    }
    return row;
  }

  private @Nullable Object value(int column, @Nullable String text) throws RefusedRowException {
    if (text != null && text.indexOf(FileLayout.NO_CHARACTER) >= 0) {
      throw new RefusedRowException(
          "column '%s': %s".formatted(columns.get(column).title(), layout.noText()));
    }
    Cell cell = cells[column];
    try {
      String clean = cell.cleaning() == null ? text : cell.cleaning().of(text);
      return clean == null ? cell.otherwise() : cell.reader().read(clean);
    } catch (CellException | UncleanException e) {
      throw new RefusedRowException(
          "column '%s': found %s; expected %s"
              .formatted(columns.get(column).title(), shown(column, text), e.getMessage()));
    }
  }

  private String shown(int column, String text) {
    return hidden.contains(columns.get(column).name())
        ? "another text, not shown as it is masked"
        : "'" + RowCleaning.shown(text) + "'";
  }
}
