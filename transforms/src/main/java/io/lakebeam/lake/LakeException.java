package io.lakebeam.lake;

/** Something the lake refused or could not do; its message names the table. */
public class LakeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal. */
  public LakeException(String message) {
    super(message);
  }

  /** A failure and what was behind it, which the message repeats in short. */
  public LakeException(String message, Throwable cause) {
    super(cause.getMessage() == null ? message : message + ": " + cause.getMessage(), cause);
  }
}
