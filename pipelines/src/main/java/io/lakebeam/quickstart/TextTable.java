package io.lakebeam.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells as aligned lines: the first column to the left, the others, which are numbers, to
 * the right.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table under these headings. */
  public TextTable(String... header) {
    row(header);
  }

  /** Adds a row of as many cells as the header has. */
  public void row(String... cells) {
    if (!rows.isEmpty() && cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          cells.length + " cells under a header of " + rows.get(0).size());
    }
    rows.add(List.of(cells));
  }

  /** The lines. */
  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String padding = " ".repeat(width(column) - cells.get(column).length());
      line.append(column == 0 ? cells.get(0) + padding : GAP + padding + cells.get(column));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(0);
  }
}
