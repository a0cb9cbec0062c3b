package io.lakebeam.reconcile;

import java.util.List;

/**
 * A row that is not the same in the lake and in its source; values other than the key's are not
 * told, they may be personal.
 *
 * @param key the row's key as text
 * @param kind how it differs
 * @param columns the columns that differ; none where the row is on one side alone
 */
public record Difference(List<String> key, Kind kind, List<String> columns) {
  /** How a row differs. */
  public enum Kind {
    /** Both sides have it, with other values. */
    DIFFERS("differs"),
    /** The lake lacks it. */
    MISSING("is in the source, not in the lake"),
    /** The lake alone has it. */
    EXTRA("is in the lake, not in the source");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Copies the lists. */
  public Difference {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }

  @Override
  public String toString() {
    return "row %s %s%s"
        .formatted(key, kind, columns.isEmpty() ? "" : ": " + String.join(", ", columns));
  }
}
