package io.lakebeam.ingest;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.TopicOffsets;
import java.time.Duration;
import java.util.HashMap;
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
    for (CapturedSource source : sources) {
      awaitConfirmed(source, timeout);
    }
    Map<String, Long> end = new HashMap<>();
    for (CapturedSource source : sources) {
      try (TopicOffsets offsets = TopicOffsets.of(source.definition().kafka())) {
        offsets.end(source.topics()).forEach((p, offset) -> end.put(p.toString(), offset));
      }
    }
    Positions positions = Positions.in(lake);
    await(
        timeout,
        "the lake to reach the ends of the topics",
        () -> {
          Map<String, Long> now = positions.read();
          return end.entrySet().stream()
              .allMatch(e -> now.getOrDefault(e.getKey(), 0L) >= e.getValue());
        });
    Truncations.settle(lake);
  }

  private void awaitConfirmed(CapturedSource source, Duration timeout) {
    try (PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
      String slot = source.connector().slot();
      // A slot begins as confirmed: one made after the marker would be past it before anything of
      // the snapshot is read.
      await(timeout, "the connector to make its slot " + slot, () -> catalog.hasSlot(slot));
      String marker = catalog.emitMarker();
      await(
          timeout,
          "the connector to read the source up to " + marker,
          () -> catalog.confirmed(slot, marker));
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
