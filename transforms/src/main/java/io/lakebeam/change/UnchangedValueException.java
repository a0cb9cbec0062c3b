package io.lakebeam.change;

/** A large value that an update left alone and the source therefore did not send. */
public final class UnchangedValueException extends ChangeException {
  private static final long serialVersionUID = 1L;

  private final String column;

  UnchangedValueException(String column) {
    super(
        ("column '%s': the source did not send the unchanged large value;"
                + " ALTER TABLE ... REPLICA IDENTITY FULL makes it")
            .formatted(column));
    this.column = column;
  }

  /** The column that it is in. */
  public String column() {
    return column;
  }

  UnchangedValueException in(String name) {
    return new UnchangedValueException(name);
  }
}
