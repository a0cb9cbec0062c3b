package io.lakebeam.change;

/** What a change did to its row. */
public enum Operation {
  /** The row as a snapshot found it. */
  READ("r"),
  /** The row came. */
  CREATE("c"),
  /** The row changed. */
  UPDATE("u"),
  /** The row went. */
  DELETE("d"),
  /** All rows of the table went. */
  TRUNCATE("t"),
  /** The row as a repair read it. Not Debezium's: a letter after all of its. */
  FOUND("x"),
  /** A repair found that the row is gone. */
  ABSENT("y");

  private final String code;

  Operation(String code) {
    this.code = code;
  }

  /** Debezium's letter for it, or ours. */
  public String code() {
    return code;
  }

  /** Whether a repair wrote it: it says how a row was at a place in the log, not what changed. */
  public boolean isRepair() {
    return this == FOUND || this == ABSENT;
  }

  /** Whether the row is gone after it, so that only its key is known. */
  public boolean endsRow() {
    return this == DELETE || this == ABSENT;
  }

  /**
   * The operation of a letter.
   *
   * @throws ChangeException if no operation has it
   */
  public static Operation ofCode(String code) {
    for (Operation operation : values()) {
      if (operation.code.equals(code)) {
        return operation;
      }
    }
    throw new ChangeException("operation '%s' is not one of r, c, u, d, t, x, y".formatted(code));
  }
}
