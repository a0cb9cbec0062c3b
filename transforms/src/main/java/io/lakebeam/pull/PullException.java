package io.lakebeam.pull;

/**
 * A source could not be pulled: which one, what was found, and the way out. It never shows a value
 * of a row.
 */
public final class PullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean worthRetry;

  private PullException(String message, boolean worthRetry, Throwable cause) {
    super(message, cause);
    this.worthRetry = worthRetry;
  }

  /** One that stays until somebody mends something. */
  public PullException(String message) {
    this(message, false, null);
  }

  /** The same, with what it comes from. */
  public PullException(String message, Throwable cause) {
    this(message, false, cause);
  }

  /** One that may have gone a little later. */
  public static PullException passing(String message, Throwable cause) {
    return new PullException(message, true, cause);
  }

  /** Whether the same pull may work a little later. */
  public boolean isWorthRetry() {
    return worthRetry;
  }
}
