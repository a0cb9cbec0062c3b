package io.lakebeam.ingest;

/** An ingest that ended or did not get on; the message says where. */
public class IngestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IngestException(String message) {
    super(message);
  }

  private IngestException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The runner refused the job; a cluster says why in the innermost cause. */
  static IngestException notStarted(RuntimeException refusal) {
    Throwable root = refusal;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new IngestException(
        "ingest: the job could not be started: " + root.getMessage(), refusal);
  }
}
