package io.lakebeam.ingest;

import io.lakebeam.change.TransactionEnd;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.TopicOffsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a source's transactions: one for some of the ends that are read. Between them nothing
 * is looked at, so that transactions of one row cost little.
 */
final class TransactionRows implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionRows.class);

  /** As long as an ingest's commits are apart. */
  private static final long PAUSE_NANOS = Ingest.COMMIT_INTERVAL.toNanos();

  /** After a source or brokers that did not answer: changes are not to wait for that. */
  private static final long LONG_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Lake lake;
  private final SourceTransactions transactions;
  private volatile @Nullable TopicOffsets offsets;
  private @Nullable Transactions rows;
  private long nextLook = System.nanoTime();

  /** The direct runner closes what is at work when it is cancelled. */
  private volatile boolean isClosed;

  TransactionRows(Lake lake, SourceTransactions transactions) {
    this.lake = lake;
    this.transactions = transactions;
  }

  /** What a record of the topic of transactions writes. */
  List<LakeRow> of(byte[] value) {
    if (System.nanoTime() < nextLook) {
      return List.of();
    }
    Optional<TransactionEnd> end = TransactionEnd.read(value);
    return end.isPresent() ? of(end.get()) : List.of();
  }

  private List<LakeRow> of(TransactionEnd end) {
    nextLook = System.nanoTime() + PAUSE_NANOS;
    try {
      if (offsets == null) {
        offsets = TopicOffsets.of(transactions.kafka(), PATIENCE);
      }
      return transactions.confirmed(offsets).map(confirmed -> row(end, confirmed)).stream()
          .toList();
    } catch (SourceException e) {
      if (isClosed) {
        return List.of();
      }
      LOG.warn(
          "source {}: how far it is in Kafka could not be told; its watermark stays for a minute",
          transactions.source(),
          e);
      nextLook = System.nanoTime() + LONG_PAUSE_NANOS;
      return List.of();
    }
  }

  private LakeRow row(TransactionEnd end, Confirmed confirmed) {
    if (rows == null) {
      rows = Transactions.in(lake);
    }
    return rows.row(
        new ReadTransaction(
            transactions.source(),
            transactions.epoch(),
            end.commitLsn(),
            end.committedAt(),
            confirmed));
  }

  @Override
  public void close() {
    isClosed = true;
    if (offsets != null) {
      offsets.close();
    }
  }
}
