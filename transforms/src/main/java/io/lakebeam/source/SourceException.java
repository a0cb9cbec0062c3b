package io.lakebeam.source;

/** A source that cannot be used as it is; the message names what and says how to mend it. */
public class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal. */
  public SourceException(String message) {
    super(message);
  }

  /** A failure and what was behind it, which the message repeats in short. */
  public SourceException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
