package io.lakebeam.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.lake.TableName;
import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.store.LocalStore;
import io.lakebeam.store.StoreClient;
import io.lakebeam.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MinIO says by Kafka which objects are new. */
class LandingNoticesIT {
  private static final String TOPIC = "landing";
  private static final String HEADER = "id,name\n";
  private static final List<String> TAKEN =
      List.of(
          "s3://lake/told/before.csv taken",
          "s3://lake/told/before.csv taken",
          "s3://lake/told/ein \u00e4pfel+1%.csv taken");

  @TempDir private static Path folder;
  private static LocalServers servers;
  private static LocalStore store;
  private static StoreClient client;

  private final List<String> trouble = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startServers() throws Exception {
    servers = LocalServers.builder(folder.resolve("servers")).only(Server.KAFKA).start();
    try (Admin admin =
        Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
    }
    store = Stores.minioTelling(folder.resolve("minio"), "lake", servers.bootstrapServers(), TOPIC);
    client = store.client();
  }

  @AfterAll
  static void stopServers() {
    if (store != null) {
      store.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @Test
  void anObjectIsTakenWhenTheStoreTellsOfItWhateverElseIsTold() throws Exception {
    client.put("lake/told/before.csv", HEADER + "1,before\n");
    Project project = project("told", TOPIC);
    LandedRows landed = new LandedRows(project.lake().open());

    try (LandingWatch watch = watch(project)) {
      awaitRows(landed, "1 before");

      // The next listing is minutes away.
      client.put("lake/elsewhere/other.csv", HEADER + "8,other\n");
      client.put("lake/told/.hidden.csv", HEADER + "9,hidden\n");
      client.put("lake/told/gone.csv", HEADER + "7,gone\n");
      client.send("DELETE", "lake/told/gone.csv", "", new byte[0]);
      send("rubbish", "{}", "{\"Records\": 3}", "{\"Records\": [{\"eventName\": 1}]}", null);
      client.put("lake/told/sub folder/no.csv", HEADER + "6,deep\n");
      client.put("lake/told/ein \u00e4pfel+1%.csv", HEADER + "2,new\n");
      awaitRows(landed, "1 before", "2 new");

      List<byte[]> told = told();
      assertThat(told).hasSizeGreaterThanOrEqualTo(5);
      for (byte[] again : told) {
        send(new String(again, UTF_8));
      }
      client.put("lake/told/before.csv", HEADER + "1,after\n");
      awaitRows(landed, "1 after", "2 new");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> landed.rows("lakebeam.files", "path", "state").equals(TAKEN));
    }
    assertThat(trouble).isEmpty();

    client.put("lake/told/unheard.csv", HEADER + "3,unheard\n");
    try (LandingWatch watch = watch(project)) {
      awaitRows(landed, "1 after", "2 new", "3 unheard");
    }
  }

  @Test
  void whereTheTopicIsNotThereFilesAreListed() throws Exception {
    Project project = project("untold", "none");
    LandedRows landed = new LandedRows(project.lake().open());

    try (LandingWatch watch = watch(project)) {
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !trouble.isEmpty());
      client.put("lake/untold/a.csv", HEADER + "1,listed\n");
      awaitRows(landed, "1 listed");
    }

    assertThat(trouble).hasSize(1);
    assertThat(trouble.get(0))
        .startsWith(
            "source landing: notifications of topic none at %s are not heard, files are found by listings alone: "
                .formatted(servers.bootstrapServers()));
  }

  private LandingWatch watch(Project project) {
    return LandingWatch.start(Landing.of(project, RunnerName.DIRECT), trouble::add);
  }

  private static void awaitRows(LandedRows landed, String... rows) {
    TableName table = TableName.parse("silver.item");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                landed.lake().exists(table)
                    && landed.rows("silver.item", "id", "name").equals(List.of(rows)));
  }

  /** All that the store has told so far. */
  private static List<byte[]> told() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<byte[]> told = new ArrayList<>();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          if (record.value() != null) {
            told.add(record.value());
          }
        }
      }
      return told;
    }
  }

  private static void send(String... messages) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String message : messages) {
        producer
            .send(new ProducerRecord<>(TOPIC, message == null ? null : message.getBytes(UTF_8)))
            .get();
      }
    }
  }

  private static Project project(String name, String topic) throws Exception {
    return ProjectFile.read(
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            project: %1$s
            lake: {warehouse: "./lake-%1$s"}
            sources:
              landing:
                type: files
                path: "s3://lake/%1$s/*.csv"
                format: csv
                endpoint: "%2$s"
                access-key: %3$s
                secret-key: "${S3_SECRET_KEY}"
                notifications: {kafka: "%4$s", topic: %5$s}
            tables:
              item: {from: landing, key: [id], columns: {id: bigint, name: string}}
            """
                .formatted(
                    name, store.endpoint(), store.accessKey(), servers.bootstrapServers(), topic)),
        Map.of("S3_SECRET_KEY", store.secretKey()));
  }
}
