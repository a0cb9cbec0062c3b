package io.lakebeam.change;

/** A record that is no change of its table; the message is the dead letter's reason. */
public class ChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal. */
  public ChangeException(String message) {
    super(message);
  }

  /** A refusal and what was behind it. */
  public ChangeException(String message, Throwable cause) {
    super(message, cause);
  }
}
