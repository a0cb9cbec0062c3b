package io.lakebeam.file;

import org.checkerframework.checker.nullness.qual.Nullable;

/** A record of a file, as text. */
public interface FileRow {
  /** The line that it begins with, from 1; in formats without lines its number. */
  long number();

  /** The text of one of the table's columns; null where there is none, or it stands for null. */
  @Nullable String text(int column);

  /**
   * All of it as one JSON object of texts as they came, by the file's titles, in UTF-8. Texts of
   * CSV that were quoted and are none of the nulls that they are spelled as are listed, by their
   * titles, in a last member with no name.
   *
   * @param masked what stands there in the place of masked columns' texts
   */
  byte[] json(MaskedTexts masked);

  /** Its bytes as they are in the file; in formats without lines as JSON. */
  byte[] raw();
}
