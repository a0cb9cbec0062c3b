package io.lakebeam.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the first record of a CSV file says of its columns. */
final class CsvHeader {
  private CsvHeader() {}

  /**
   * The titles in a record.
   *
   * @throws FileException if the table cannot be made of columns with these
   */
  static List<String> titles(
      String record, FileLayout layout, List<FileColumn> columns, Set<String> key) {
    List<String> titles = fields(record, layout).stream().map(String::strip).toList();
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    titles.stream()
        .filter(title -> !seen.add(title))
        .findFirst()
        .ifPresent(
            title -> {
              throw wrong("the column '%s' is there twice".formatted(title), titles);
            });
    requireFit(titles, layout, columns, key);
    return titles;
  }

  /**
   * Refuses titles that the table cannot be made of.
   *
   * @throws FileException if there are too few, or too many
   */
  static void requireFit(
      List<String> titles, FileLayout layout, List<FileColumn> columns, Set<String> key) {
    int[] places = places(titles, columns);
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      boolean isNeeded =
          layout.missing() == FileLayout.Missing.REFUSE || key.contains(columns.get(i).name());
      if (places[i] < 0 && isNeeded) {
        missing.add(columns.get(i).title());
      }
    }
    if (!missing.isEmpty()) {
      throw wrong("no column '%s'".formatted(String.join("', '", missing)), titles);
    }
    requireNoExtra(titles, layout, columns);
  }

  private static void requireNoExtra(
      List<String> titles, FileLayout layout, List<FileColumn> columns) {
    Set<String> known =
        columns.stream().map(column -> lower(column.title())).collect(Collectors.toSet());
    List<String> extra = titles.stream().filter(title -> !known.contains(lower(title))).toList();
    if (layout.extra() == FileLayout.Extra.REFUSE && !extra.isEmpty()) {
      throw wrong("the table has no column '%s'".formatted(String.join("', '", extra)), titles);
    }
  }

  private static List<String> fields(String record, FileLayout layout) {
    try (CsvReader<CsvRecord> reader = CsvRows.builder(layout).ofCsvRecord(record)) {
      for (CsvRecord first : reader) {
        return first.getFields();
      }
    } catch (CsvParseException e) {
      throw FileException.damaged("line 1: the header cannot be read as CSV", e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can be closed", e);
    }
    throw FileException.refused("line 1: no header; the file is empty");
  }

  /** For each column where it is among the titles; -1 where it is not. */
  static int[] places(List<String> titles, List<FileColumn> columns) {
    List<String> lower = titles.stream().map(CsvHeader::lower).toList();
    return columns.stream().mapToInt(column -> lower.indexOf(lower(column.title()))).toArray();
  }

  private static String lower(String title) {
    return title.toLowerCase(Locale.ROOT);
  }

  private static FileException wrong(String what, List<String> titles) {
    return FileException.refused(
        "line 1: %s; found: %s".formatted(what, String.join(", ", titles)));
  }
}
