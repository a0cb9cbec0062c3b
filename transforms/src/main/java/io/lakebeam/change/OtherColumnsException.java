package io.lakebeam.change;

/** A change of a row that has other columns than the table had. */
public final class OtherColumnsException extends ChangeException {
  private static final long serialVersionUID = 1L;

  /** A refusal that names a column. */
  public OtherColumnsException(String message) {
    super(message);
  }
}
