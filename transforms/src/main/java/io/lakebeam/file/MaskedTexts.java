package io.lakebeam.file;

import java.util.BitSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Texts that are stored in the place of those that a record has.
 *
 * @param columns of the table, by their numbers: those that have one
 * @param texts by the column's number; null stands for null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MaskedTexts(BitSet columns, @Nullable String[] texts) {
  /** Of a table without masks. */
  public static final MaskedTexts NONE = new MaskedTexts(new BitSet(), new String[0]);

  boolean has(int column) {
    return column >= 0 && columns.get(column);
  }

  @Nullable String text(int column) {
    return texts[column];
  }
}
