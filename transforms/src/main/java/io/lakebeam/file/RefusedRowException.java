package io.lakebeam.file;

/** A record that is no row of its table; the message says why. */
public final class RefusedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A record that is no row; the message says what was found and what is allowed. */
  public RefusedRowException(String message) {
    super(message, null, false, false);
  }
}
