package io.lakebeam.lake;

/** A table's lock ended before its holder was done; another may hold it by now. */
final class LockLostException extends LakeException {
  private static final long serialVersionUID = 1L;

  LockLostException(TableName table, String found) {
    super(
        "table %s: its lock was lost before the commit, so nothing is written; %s"
            .formatted(table, found));
  }

  LockLostException(TableName table, String found, Throwable cause) {
    this(table, found);
    initCause(cause);
  }
}
