package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.quality.UnexpectedRowException;

/** A change whose row is not as it is expected to be, and which is quarantined therefore. */
final class UnmetExpectationException extends ChangeException {
  private static final long serialVersionUID = 1L;

  UnmetExpectationException(UnexpectedRowException unmet) {
    super(unmet.getMessage(), unmet);
  }
}
