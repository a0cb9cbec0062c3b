package io.lakebeam.quality;

import io.lakebeam.quality.Expectation.Severity;

/** A row that does not meet what is expected; the message says what that is and what was found. */
public final class UnexpectedRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Expectation expectation;

  UnexpectedRowException(Expectation expectation, String found) {
    super(
        "expectation '%s' is not met: found %s".formatted(expectation.name(), found),
        null,
        false,
        false);
    this.expectation = expectation;
  }

  /** What was expected. */
  public Expectation expectation() {
    return expectation;
  }

  /** Whether the run is to end. */
  public boolean endsTheRun() {
    return expectation.severity() == Severity.FAIL;
  }
}
