package io.lakebeam.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of a transaction as Debezium's PostgreSQL connector tells it in its topic of transactions
 * ({@code provide.transaction.metadata}).
 *
 * <pre>{@code
 * TransactionEnd.read(kafkaRecord.value()).ifPresent(end -> use(end.commitLsn()));
 * }</pre>
 *
 * <p>The record and its {@code id}, the transaction's number and the LSN that the connector had
 * come to, with a colon between: Debezium's PostgreSQL connector documentation, "Transaction
 * metadata". At the end of a transaction that is the LSN by which later changes name this commit as
 * the last before them ({@link Change#commitLsn}).
 *
 * @param commitLsn where in the source's log its commit ends
 * @param committedAt when the source committed it, in milliseconds
 */
public record TransactionEnd(long commitLsn, Instant committedAt) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ID = Pattern.compile("\\d+:(\\d{1,18})");

  public TransactionEnd {
    Objects.requireNonNull(committedAt, "committedAt");
  }

  /** What a record of that topic tells; empty where it is no end of a transaction. */
  public static Optional<TransactionEnd> read(byte[] value) {
    JsonNode record;
    try {
      record = JSON.readTree(value);
    } catch (IOException e) {
      return Optional.empty();
    }
    Matcher id = ID.matcher(record.path("id").asText());
    return record.path("status").asText().equals("END")
            && record.path("ts_ms").isIntegralNumber()
            && id.matches()
        ? Optional.of(
            new TransactionEnd(
                Long.parseLong(id.group(1)), Instant.ofEpochMilli(record.path("ts_ms").asLong())))
        : Optional.empty();
  }
}
