package io.lakebeam.reconcile;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.DebeziumConnector;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.TopicOffsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until all that a source had committed when it was called is in the lake. */
final class WayToCut {
  private static final Logger LOG = LoggerFactory.getLogger(WayToCut.class);
  private static final Duration POLL = Duration.ofMillis(250);

  private final SourceDefinition source;
  private final DebeziumConnector connector;
  private final List<String> topics;
  private final Positions positions;

  WayToCut(SourceDefinition source, DebeziumConnector connector, Lake lake) {
    this.source = source;
    this.connector = connector;
    this.topics = connector.tables().stream().map(connector::topic).toList();
    this.positions = Positions.in(lake);
  }

  /**
   * Waits that long at most; what is missing then shows as differences.
   *
   * @return whether nothing is missing
   */
  boolean await(PostgresCatalog catalog, Duration patience) {
    String marker = catalog.emitMarker();
    ConnectCluster connect = ConnectCluster.at(source.connect());
    if (!reached(patience, () -> connect.hasRead(connector, catalog, marker))) {
      LOG.warn(
          "source {}: its connector has not read the log up to {} after {} s; what it has not read is missing in the lake",
          source.name(),
          marker,
          patience.toSeconds());
      return false;
    }
    Map<String, Long> ends = new HashMap<>();
    try (TopicOffsets offsets = TopicOffsets.of(source.kafka())) {
      offsets.end(topics).forEach((partition, end) -> ends.put(partition.toString(), end));
    }
    if (!reached(patience, () -> isPast(ends))) {
      LOG.warn(
          "source {}: the lake has not taken in all of its topics after {} s: is an ingest running?",
          source.name(),
          patience.toSeconds());
      return false;
    }
    return true;
  }

  private boolean isPast(Map<String, Long> ends) {
    Map<String, Long> now = positions.read();
    return ends.entrySet().stream()
        .allMatch(end -> now.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private static boolean reached(Duration patience, BooleanSupplier condition) {
    return Failsafe.with(
            RetryPolicy.<Boolean>builder()
                .handleResult(false)
                .withDelay(POLL)
                .withMaxAttempts(-1)
                .withMaxDuration(patience)
                .abortIf((reached, failure) -> failure != null)
                .build())
        .get(condition::getAsBoolean);
  }
}
