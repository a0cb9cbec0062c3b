package io.lakebeam.landing;

/** Files that were not taken; the message says which, why, and what to do. */
public class LandingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LandingException(String message) {
    super(message);
  }

  LandingException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
