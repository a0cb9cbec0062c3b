package io.lakebeam.infer;

/** Nothing can be said of the files; the message says why, and the way out. */
public final class InferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for people. */
  public InferenceException(String message) {
    super(message);
  }

  /** With a message for people, and its cause. */
  public InferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
