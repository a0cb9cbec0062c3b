package io.lakebeam.ingest;

import io.lakebeam.change.TransactionCut;
import java.time.Instant;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The newest place in a source's log up to which every transaction is whole in the lake: all of its
 * changes, in all captured tables.
 *
 * @param source the source in the project
 * @param epoch the number of the life that it lives
 * @param commitLsn where the commit of the last of these transactions ends
 * @param committedAt when the source committed that
 */
public record Watermark(String source, int epoch, long commitLsn, Instant committedAt) {

  /** The LSN as PostgreSQL writes it. */
  public String lsn() {
    return text(commitLsn);
  }

  /** The cut there: tables are read as of the same transactions. */
  public TransactionCut cut() {
    return new TransactionCut(epoch, commitLsn);
  }

  /**
   * An earlier cut, of transactions that are whole in the lake as well.
   *
   * @throws IllegalArgumentException if it is later
   */
  public TransactionCut cutAt(long lsn) {
    if (lsn > commitLsn) {
      throw new IllegalArgumentException(
          "source %s: found %s; the lake has every transaction whole up to %s at most"
              .formatted(source, text(lsn), lsn()));
    }
    return new TransactionCut(epoch, lsn);
  }

  private static String text(long lsn) {
    return LogSequenceNumber.valueOf(lsn).asString();
  }
}
