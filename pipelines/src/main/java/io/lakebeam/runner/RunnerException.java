package io.lakebeam.runner;

/** A runner cannot be used as asked; the message says why and what to do. */
public class RunnerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunnerException(String message) {
    super(message);
  }

  RunnerException(String message, Throwable cause) {
    super(message, cause);
  }
}
