package io.lakebeam.lake;

/** Rows that a table cannot hold, as it is or after any change that keeps what is in it. */
public final class SchemaException extends LakeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }
}
