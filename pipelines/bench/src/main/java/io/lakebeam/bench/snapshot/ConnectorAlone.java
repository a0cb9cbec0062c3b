package io.lakebeam.bench.snapshot;

import io.lakebeam.local.LocalServers;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.DebeziumConnector;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.ReplicationSlot;
import io.lakebeam.source.SourceTable;
import io.lakebeam.source.TopicOffsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A connector as ingest makes it, whose topic nobody reads. */
final class ConnectorAlone {
  private static final long LOOK_MILLIS = 50;
  private static final long PATIENCE_NANOS = 1_800_000_000_000L;

  private final LocalServers servers;
  private final ConnectCluster connect;

  ConnectorAlone(LocalServers servers) {
    this.servers = servers;
    this.connect = ConnectCluster.at(servers.connectUrl());
  }

  /**
   * The seconds from when the connector is made until Kafka has all of a table's rows. Neither
   * connector nor slot nor topic is left.
   */
  double seconds(String table, int rows) throws Exception {
    try (PostgresCatalog catalog =
            PostgresCatalog.connect(
                servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
        TopicOffsets offsets = TopicOffsets.of(servers.bootstrapServers())) {
      SourceTable captured = catalog.table("public", table);
      DebeziumConnector connector = new DebeziumConnector("bench", "alone", List.of(captured));
      catalog.publish(connector.publication(), connector.tables());
      List<String> topic = List.of(connector.topic(captured));
      offsets.create(topic);
      long start = System.nanoTime();
      connect.deploy(
          connector.name(),
          connector.config(
              servers.postgresUrl(),
              servers.postgresUser(),
              "${" + servers.postgresPasswordReference() + "}"));
      while (end(offsets, topic) < rows) {
        requireRunning(connector.name(), System.nanoTime() - start);
        Thread.sleep(LOOK_MILLIS);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      remove(connector, catalog, topic);
      return seconds;
    }
  }

  private static long end(TopicOffsets offsets, List<String> topic) {
    return offsets.end(topic).values().stream().mapToLong(Long::longValue).sum();
  }

  private void requireRunning(String name, long nanos) {
    if (connect.state(name).isPresent()) {
      connect.running(name);
    }
    if (nanos > PATIENCE_NANOS) {
      throw new IllegalStateException(
          "connector %s did not end its snapshot; see %s".formatted(name, servers.log()));
    }
  }

  /** The slot is free a moment after the connector has gone. */
  private void remove(DebeziumConnector connector, PostgresCatalog catalog, List<String> topic)
      throws ExecutionException, InterruptedException {
    connect.remove(connector.name());
    while (catalog.slot(connector.slot()).filter(ReplicationSlot::active).isPresent()) {
      Thread.sleep(LOOK_MILLIS);
    }
    catalog.dropSlot(connector.slot());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
      admin.deleteTopics(topic).all().get();
    }
  }
}
