package io.lakebeam.file;

import org.checkerframework.checker.nullness.qual.Nullable;

/** A file that cannot be taken, as a whole; the message names it, the line, what was found. */
public class FileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether the file may only be not whole yet. */
  private final boolean mayBecomeWhole;

  /** The message without what the file has. */
  private final String discreet;

  private FileException(
      String message, String discreet, boolean mayBecomeWhole, @Nullable Throwable cause) {
    super(message, cause);
    this.discreet = discreet;
    this.mayBecomeWhole = mayBecomeWhole;
  }

  /** A file that stays as it is. */
  static FileException refused(String message) {
    return refused(message, message);
  }

  /**
   * A file that stays as it is.
   *
   * @param discreet the message for who must not be shown anything that is in the file
   */
  static FileException refused(String message, String discreet) {
    return new FileException(message, discreet, false, null);
  }

  /** A file that ends too early: somebody may still be writing it. */
  static FileException cutOff(String message, @Nullable Throwable cause) {
    return new FileException(message, message, true, cause);
  }

  /** A file that is damaged. */
  static FileException damaged(String message, Throwable cause) {
    return new FileException(message, message, false, cause);
  }

  /** The message without anything that is in the file, of a table with masks. */
  public String discreet() {
    return discreet;
  }

  /** Whether it ends too early, so that somebody may still be writing it. */
  public boolean mayBecomeWhole() {
    return mayBecomeWhole;
  }
}
