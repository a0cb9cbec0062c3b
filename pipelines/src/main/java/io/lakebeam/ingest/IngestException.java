package io.lakebeam.ingest;

/** An ingest that ended or did not get on; the message says where. */
public class IngestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IngestException(String message) {
    super(message);
  }
}
