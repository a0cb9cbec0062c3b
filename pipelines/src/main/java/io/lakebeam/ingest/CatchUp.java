package io.lakebeam.ingest;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.TopicOffsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Waits for a running ingest.
 *
 * @param lake where it writes
 * @param sources what it reads
 * @param requireRunning throws why it does not run any longer
 */
record CatchUp(Lake lake, List<CapturedSource> sources, Runnable requireRunning) {
  private static final Duration POLL = Duration.ofMillis(250);

  /** Until all that the sources have committed up to now is in the lake. */
  void await(Duration timeout) {
    List<ReadTransaction> all =
        sources.stream().map(source -> awaitConfirmed(source, timeout)).toList();
    Positions positions = Positions.in(lake);
    await(
        timeout,
        "the lake to reach the ends of the topics",
        () -> {
          Map<String, Long> now = positions.read();
          return all.stream().allMatch(read -> read.confirmed().isIn(now));
        });
    Truncations.settle(lake);
    sources.forEach(this::requireNoRepeatedSnapshot);
    all.forEach(read -> Transactions.keep(lake, read));
  }

  private void requireNoRepeatedSnapshot(CapturedSource source) {
    Gap.inSnapshots(source, RepeatedSnapshots.of(source, lake))
        .ifPresent(
            gap -> {
              throw new SourceException(gap.report());
            });
  }

  /** All that the source has committed up to now, once it is in Kafka. */
  private ReadTransaction awaitConfirmed(CapturedSource source, Duration timeout) {
    try (TopicOffsets offsets = TopicOffsets.of(source.definition().kafka());
        PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
      String slot = source.connector().slot();
      // A slot begins as confirmed: one made after the marker would be past it before anything of
      // the snapshot is read.
      await(timeout, "the connector to make its slot " + slot, () -> catalog.hasSlot(slot));
      Instant committedBefore = Instant.ofEpochMilli(catalog.clockMillis());
      String marker = catalog.emitMarker();
      ConnectCluster connect = ConnectCluster.at(source.definition().connect());
      await(
          timeout,
          "the connector to read the source up to " + marker,
          () -> connect.hasRead(source.connector(), catalog, marker));
      Confirmed confirmed =
          Confirmed.now(catalog, slot, offsets, source.topics())
              .orElseThrow(() -> new IngestException("ingest: slot %s is gone".formatted(slot)));
      return new ReadTransaction(
          source.definition().name(),
          source.life().number(),
          confirmed.lsn(),
          committedBefore,
          confirmed);
    }
  }

  /** Until the condition holds. */
  void await(Duration timeout, String what, BooleanSupplier condition) {
    RetryPolicy<Boolean> poll =
        RetryPolicy.<Boolean>builder()
            .handleResult(false)
            .withDelay(POLL)
            .withMaxAttempts(-1)
            .withMaxDuration(timeout)
            .abortIf((reached, failure) -> failure != null)
            .build();
    boolean reached =
        Failsafe.with(poll)
            .get(
                () -> {
                  requireRunning.run();
                  return condition.getAsBoolean();
                });
    if (!reached) {
      throw new IngestException("ingest: waited %d s for %s".formatted(timeout.toSeconds(), what));
    }
  }
}
