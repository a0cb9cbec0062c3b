package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.Positions;
import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import io.lakebeam.source.TopicOffsets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.beam.sdk.PipelineResult;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A topic that is written in transactions, as Connect does with exactly-once support. */
class KafkaTransactionsIT {
  private static final SourceTable SOURCE =
      new SourceTable(
          "public",
          "customer",
          List.of(
              new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull()),
              new SourceColumn("updated_at", "timestamp", DataTypes.TIMESTAMP(6))),
          List.of("id"));
  private static final TableDefinition CUSTOMER =
      new TableDefinition("customer", "shop.public.customer", List.of("id"), "updated_at");

  @TempDir private static Path folder;
  private static LocalServers servers;

  @BeforeAll
  static void startServers() {
    servers = LocalServers.builder(folder.resolve("servers")).only(Server.KAFKA).start();
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void whatWasAbortedIsNotReadAndEndsOfTransactionsHoldNothingUp(RunnerName runner)
      throws Exception {
    String topic = "shop.public.customer-" + runner;
    CustomerLake lake = new CustomerLake(folder.resolve("lake-" + runner));
    create(topic);
    try (KafkaProducer<byte[], byte[]> producer = producer(topic)) {
      producer.initTransactions();
      transaction(producer, topic, KafkaProducer::commitTransaction, 1, 2, 3);
      transaction(producer, topic, KafkaProducer::abortTransaction, 4, 5);
      transaction(producer, topic, KafkaProducer::commitTransaction, 6);
      transaction(producer, topic, KafkaProducer::abortTransaction, 7);

      ingest(lake, topic, runner);
      assertThat(lake.rows("silver.customer", "id")).containsExactly("1", "2", "3", "6");
      assertThat(positions(lake, topic)).isEqualTo(11);

      transaction(producer, topic, KafkaProducer::commitTransaction, 8, 9);
      ingest(lake, topic, runner);
      assertThat(lake.rows("bronze.customer", "position"))
          .containsExactly("0", "1", "11", "12", "2", "7");
      assertThat(positions(lake, topic)).isEqualTo(14);
    }
  }

  /** Reads the topic until the lake has all of it. */
  private static void ingest(CustomerLake lake, String topic, RunnerName runner)
      throws IOException {
    TopicIngest ingest =
        TopicIngest.of(lake.lake(), servers.bootstrapServers(), topic, SOURCE, CUSTOMER);
    Map<TopicPartition, Long> ends = ingest.ends();
    PipelineResult running = ingest.pipeline(runner, Duration.ofSeconds(1)).run();
    await().atMost(Duration.ofMinutes(2)).until(() -> ingest.reached(ends));
    running.cancel();
  }

  private static long positions(CustomerLake lake, String topic) {
    return Positions.in(lake.lake()).read().getOrDefault(topic + "-0", 0L);
  }

  private static void create(String topic) {
    try (TopicOffsets topics = TopicOffsets.of(servers.bootstrapServers())) {
      topics.create(List.of(topic));
    }
  }

  private static void transaction(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      Consumer<KafkaProducer<byte[], byte[]>> end,
      int... ids) {
    producer.beginTransaction();
    for (int id : ids) {
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  topic,
                  "{\"id\": %d}".formatted(id).getBytes(UTF_8),
                  CustomerLake.change("{\"id\": %d, \"updated_at\": null}".formatted(id), id)
                      .getBytes(UTF_8)));
    }
    producer.flush();
    end.accept(producer);
  }

  private static KafkaProducer<byte[], byte[]> producer(String id) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", servers.bootstrapServers(), "transactional.id", id),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
