package io.lakebeam.file;

import java.util.List;
import java.util.Set;
import org.apache.paimon.data.GenericRow;

/** Turns records into rows of the lake: the table's columns, in their order. Not thread-safe. */
public final class RowDecoder {
  private static final int MOST_SHOWN = 40;

  private final List<FileColumn> columns;
  private final Set<String> key;
  private final CellReader[] readers;
  private final FileLayout layout;

  private RowDecoder(
      FileLayout layout, List<FileColumn> columns, Set<String> key, CellReader[] readers) {
    this.layout = layout;
    this.columns = columns;
    this.key = key;
    this.readers = readers;
  }

  /**
   * A decoder.
   *
   * @param key the columns that must have a value
   */
  public static RowDecoder of(FileLayout layout, List<FileColumn> columns, Set<String> key) {
    CellReader[] readers =
        columns.stream()
            .map(column -> CellReader.of(column.lakeType(), layout))
            .toArray(CellReader[]::new);
    return new RowDecoder(layout, List.copyOf(columns), Set.copyOf(key), readers);
  }

  /**
   * The row, with {@code more} empty fields at its end.
   *
   * @throws RefusedRowException if a text is no value of its column
   */
  public GenericRow decode(FileRow record, int more) throws RefusedRowException {
    GenericRow row = new GenericRow(readers.length + more);
    for (int i = 0; i < readers.length; i++) {
      String text = record.text(i);
      if (text != null) {
        row.setField(i, value(i, text));
      } else if (key.contains(columns.get(i).name())) {
        throw new RefusedRowException(
            "column '%s': found nothing; a key must have a value"
                .formatted(columns.get(i).title()));
      }
    }
    return row;
  }

  private Object value(int column, String text) throws RefusedRowException {
    // What a byte that is no character was read as.
    if (text.indexOf('\uFFFD') >= 0) {
      throw new RefusedRowException(
          "column '%s': found bytes that are no text in %s; if the file is written in another encoding, say which by 'encoding'"
              .formatted(columns.get(column).title(), layout.encoding()));
    }
    try {
      return readers[column].read(text);
    } catch (CellException e) {
      throw new RefusedRowException(
          "column '%s': found '%s'; expected %s"
              .formatted(columns.get(column).title(), shown(text), e.getMessage()));
    }
  }

  private static String shown(String text) {
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
  }
}
