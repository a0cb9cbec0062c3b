package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakebeam.local.LocalServers;
import io.lakebeam.source.DebeziumConnector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A connector of the first capture, and its slot, as somebody treats them who should not. */
final class ConnectorUnderTest {
  private static final Duration A_WHILE = Duration.ofSeconds(60);

  private final String name;
  private final String kafka;
  private final String url;
  private final String slot;
  private final HttpClient http = HttpClient.newHttpClient();

  /** {@code name} is that of the project and the source, with a dot between. */
  ConnectorUnderTest(LocalServers servers, String name) {
    String[] parts = name.split("\\.", 2);
    this.name = name;
    this.kafka = servers.bootstrapServers();
    this.url = servers.connectUrl() + "/connectors/" + name;
    this.slot = new DebeziumConnector(parts[0], parts[1], List.of()).slot();
  }

  /** Waits until the slot holds no log of what is committed; nothing is written for it. */
  void awaitConfirmed(SourceUnderTest source) throws SQLException {
    String end = source.strings("SELECT pg_current_wal_lsn()").get(0);
    await()
        .atMost(A_WHILE)
        .until(() -> isSlot(source, "confirmed_flush_lsn >= '%s'".formatted(end)));
  }

  /** The connector stays, and reads no more. */
  void stop(SourceUnderTest source) throws Exception {
    send("PUT", "/stop");
    await().atMost(A_WHILE).until(() -> isSlot(source, "NOT active"));
  }

  /** Of one that was stopped: as Connect does that is ended before it has stored them. */
  void forgetOffsets() throws Exception {
    byte[] key = "[\"%1$s\",{\"server\":\"%1$s\"}]".formatted(name).getBytes(UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      // Its own, and the worker's, in which they are copied.
      for (String topic : List.of(name + ".offsets", "connect-offsets")) {
        for (PartitionInfo partition : producer.partitionsFor(topic)) {
          producer.send(new ProducerRecord<>(topic, partition.partition(), key, null)).get();
        }
      }
    }
  }

  /** It goes on after a stop. */
  void resume() throws Exception {
    send("PUT", "/resume");
  }

  void dropSlot(SourceUnderTest source) throws SQLException {
    source.execute("SELECT pg_drop_replication_slot('%s')".formatted(slot));
  }

  void makeSlot(SourceUnderTest source) throws SQLException {
    source.execute("SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(slot));
  }

  private boolean isSlot(SourceUnderTest source, String condition) throws SQLException {
    return source.count(
            "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '%s' AND %s"
                .formatted(slot, condition))
        == 1;
  }

  private void send(String method, String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
  }
}
