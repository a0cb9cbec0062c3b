package io.lakebeam.file;

import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A record that is no file's: a text, or null, for each of a table's columns.
 *
 * <pre>{@code
 * rows.row(new TextRow(17, List.of("id", "Unit price"), new String[] {"4711", "1.50"}));
 * }</pre>
 *
 * @param number which one it is
 * @param titles what its source calls the columns, in the table's order
 * @param texts the values in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TextRow(long number, List<String> titles, @Nullable String[] texts)
    implements FileRow {
  @Override
  public @Nullable String text(int column) {
    return texts[column];
  }

  @Override
  public byte[] json(MaskedTexts masked) {
    return RecordJson.of(titles, i -> masked.has(i) ? masked.text(i) : texts[i]);
  }

  @Override
  public byte[] raw() {
    return json(MaskedTexts.NONE);
  }
}
