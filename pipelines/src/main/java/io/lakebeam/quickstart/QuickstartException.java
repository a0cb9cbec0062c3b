package io.lakebeam.quickstart;

/**
 * A run that cannot go on, with a message that is ready for the person who started it: the thing,
 * the place, what was found and the way out.
 */
public final class QuickstartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean worthRetry;

  private QuickstartException(String message, Throwable cause, boolean worthRetry) {
    super(message, cause);
    this.worthRetry = worthRetry;
  }

  /** A failure that stays until something is changed. */
  public QuickstartException(String message) {
    this(message, null, false);
  }

  /** A failure that stays until something is changed, with what caused it. */
  public QuickstartException(String message, Throwable cause) {
    this(message, cause, false);
  }

  /**
   * A failure that may be gone at the next try, as when another run holds the working directory.
   */
  public static QuickstartException worthRetry(String message) {
    return new QuickstartException(message, null, true);
  }

  /** Whether the same command may work a little later. */
  public boolean isWorthRetry() {
    return worthRetry;
  }
}
