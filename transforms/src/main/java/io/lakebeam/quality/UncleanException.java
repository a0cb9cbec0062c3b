package io.lakebeam.quality;

/**
 * A value that its cleaning can make nothing of. The message says what is wanted, not the value.
 */
public final class UncleanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UncleanException(String wanted) {
    super(wanted, null, false, false);
  }
}
