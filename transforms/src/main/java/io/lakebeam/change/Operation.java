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
  TRUNCATE("t");

  private final String code;

  Operation(String code) {
    this.code = code;
  }

  /** Debezium's letter for it. */
  public String code() {
    return code;
  }

  /**
   * The operation of Debezium's letter.
   *
   * @throws ChangeException if no operation has it
   */
  public static Operation ofCode(String code) {
    for (Operation operation : values()) {
      if (operation.code.equals(code)) {
        return operation;
      }
    }
    throw new ChangeException("operation '%s' is not one of r, c, u, d, t".formatted(code));
  }
}
