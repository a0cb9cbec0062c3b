package io.lakebeam.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What files call their columns; case does not matter. */
final class Titles {
  private Titles() {}

  /**
   * Refuses titles that the table's rows cannot be made of.
   *
   * @param where they are
   * @throws FileException if they are refused
   */
  static void require(
      String where,
      List<String> titles,
      FileLayout layout,
      List<FileColumn> columns,
      Set<String> key) {
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    titles.stream()
        .filter(title -> !seen.add(title))
        .findFirst()
        .ifPresent(
            title -> {
              throw wrong(
                  where, "the column '%s' is there twice".formatted(title), titles, columns);
            });
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
      throw wrong(where, "no column '%s'".formatted(String.join("', '", missing)), titles, columns);
    }
    requireNoExtra(where, titles, layout, columns);
  }

  private static void requireNoExtra(
      String where, List<String> titles, FileLayout layout, List<FileColumn> columns) {
    Set<String> known =
        columns.stream().map(column -> lower(column.title())).collect(Collectors.toSet());
    List<String> extra = titles.stream().filter(title -> !known.contains(lower(title))).toList();
    if (layout.extra() == FileLayout.Extra.REFUSE && !extra.isEmpty()) {
      throw wrong(
          where,
          "the table has no column '%s'".formatted(String.join("', '", extra)),
          titles,
          columns);
    }
  }

  /** For each column where it is among the titles; -1 where it is not. */
  static int[] places(List<String> titles, List<FileColumn> columns) {
    List<String> lower = titles.stream().map(Titles::lower).toList();
    return columns.stream().mapToInt(column -> lower.indexOf(lower(column.title()))).toArray();
  }

  /** For each title the column that it is of; -1 where it is of none. */
  static int[] columnsAt(List<String> titles, List<FileColumn> columns) {
    int[] columnsAt = new int[titles.size()];
    Arrays.fill(columnsAt, -1);
    int[] places = places(titles, columns);
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0) {
        columnsAt[places[i]] = i;
      }
    }
    return columnsAt;
  }

  private static String lower(String title) {
    return title.toLowerCase(Locale.ROOT);
  }

  /** A file without a header has its first record there. */
  private static FileException wrong(
      String where, String what, List<String> titles, List<FileColumn> columns) {
    return FileException.refused(
        "%s: %s; found: %s".formatted(where, what, String.join(", ", titles)),
        "%s: its %d titles are not those that the table takes, %s; they are not shown, as it has masks"
            .formatted(
                where,
                titles.size(),
                columns.stream().map(FileColumn::title).collect(Collectors.joining(", "))));
  }
}
