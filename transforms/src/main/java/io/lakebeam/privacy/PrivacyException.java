package io.lakebeam.privacy;

/** What is encrypted cannot be read; the message says why, and nothing of it. */
public final class PrivacyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PrivacyException(String message) {
    super(message);
  }

  PrivacyException(String message, Throwable cause) {
    super(message, cause);
  }
}
