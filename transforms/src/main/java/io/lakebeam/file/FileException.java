package io.lakebeam.file;

/** A file that cannot be taken, as a whole; the message names it, the line, what was found. */
public class FileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether the file may only be not whole yet. */
  private final boolean mayBecomeWhole;

  private FileException(String message, boolean mayBecomeWhole, Throwable cause) {
    super(message, cause);
    this.mayBecomeWhole = mayBecomeWhole;
  }

  /** A file that stays as it is. */
  static FileException refused(String message) {
    return new FileException(message, false, null);
  }

  /** A file that ends too early: somebody may still be writing it. */
  static FileException cutOff(String message, Throwable cause) {
    return new FileException(message, true, cause);
  }

  /** A file that is damaged. */
  static FileException damaged(String message, Throwable cause) {
    return new FileException(message, false, cause);
  }

  /** Whether it ends too early, so that somebody may still be writing it. */
  public boolean mayBecomeWhole() {
    return mayBecomeWhole;
  }
}
