package io.lakebeam.file;

/** A text that is no value of its column; the message says what is expected. */
final class CellException extends Exception {
  private static final long serialVersionUID = 1L;

  CellException(String expected) {
    super(expected, null, false, false);
  }
}
