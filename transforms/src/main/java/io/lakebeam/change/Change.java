package io.lakebeam.change;

import java.util.Objects;
import org.apache.paimon.data.GenericRow;

/**
 * One change of one row.
 *
 * @param operation what happened
 * @param commitLsn the LSN of the last commit before this change's transaction was decoded; where
 *     there was none yet, the change's own, and of a snapshot's row 0: it is older than all that is
 *     streamed after it, even where that stands before it in the log. Changes come in the order of
 *     (commitLsn, lsn)
 * @param lsn the change's own LSN
 * @param sourceMillis when the source committed it, milliseconds since 1970
 * @param row the row after the change; after a delete its key, all else null; of a truncation no
 *     column at all
 */
public record Change(
    Operation operation, long commitLsn, long lsn, long sourceMillis, GenericRow row) {
  public Change {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(row, "row");
  }

  /** Whether it is a row of a snapshot that was taken before anything was streamed. */
  public boolean isOfSnapshot() {
    return operation == Operation.READ && commitLsn == 0;
  }
}
