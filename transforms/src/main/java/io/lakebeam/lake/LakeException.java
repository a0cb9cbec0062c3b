package io.lakebeam.lake;

/** Something the lake refused or could not do; its message names the table. */
public class LakeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal. */
  public LakeException(String message) {
    super(message);
  }

  /** A failure and what was behind it, which the message repeats in short. */
  public LakeException(String message, Throwable cause) {
    super(cause.getMessage() == null ? message : message + ": " + cause.getMessage(), cause);
  }

  /** What fails in writing names a file at best, and a full disk not even that. */
  static LakeException notWritten(TableName table, Lake lake, Exception cause) {
    return new LakeException(
        "table %s: rows could not be written to files in %s; nothing of them is committed, and a new start writes them again"
            .formatted(table, lake.warehouse()),
        cause);
  }
}
