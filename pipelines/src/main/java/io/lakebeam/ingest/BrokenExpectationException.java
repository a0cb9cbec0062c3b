package io.lakebeam.ingest;

import io.lakebeam.lake.SourcePosition;
import io.lakebeam.quality.UnexpectedRowException;

/** A row by which the ingest ends, since that is what its table says of an expectation. */
final class BrokenExpectationException extends IngestException {
  private static final long serialVersionUID = 1L;

  BrokenExpectationException(String table, SourcePosition position, UnexpectedRowException unmet) {
    super(
        ("table %s: %s, in the event at %s, offset %d; its severity is fail, so the ingest ends."
                + " Mend the expectation, or let it quarantine such rows (severity: quarantine),"
                + " and start the ingest again")
            .formatted(table, unmet.getMessage(), position.partition(), position.offset()));
  }
}
