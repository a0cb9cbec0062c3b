package io.lakebeam.lake;

/** A row that its table cannot hold; the message names the table and the column. */
public final class RowException extends LakeException {
  private static final long serialVersionUID = 1L;

  RowException(String message) {
    super(message);
  }

  RowException(String message, Throwable cause) {
    super(message, cause);
  }
}
