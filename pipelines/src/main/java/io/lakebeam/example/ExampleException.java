package io.lakebeam.example;

/** An example cannot be run; the message says why and what to do. */
public final class ExampleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExampleException(String message) {
    super(message);
  }

  ExampleException(String message, Throwable cause) {
    super(message, cause);
  }
}
