package io.lakebeam.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServersIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private static LocalServers servers;

  @BeforeAll
  static void start() {
    servers = LocalServers.builder(directory).start();
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @Test
  void bringsATableFromPostgresToKafkaAsSnapshotAndChanges() throws Exception {
    ServersUnderTest.execute(
        servers, "CREATE TABLE applicant (id bigint PRIMARY KEY, income numeric)");
    ServersUnderTest.execute(servers, "ALTER TABLE applicant REPLICA IDENTITY FULL");
    ServersUnderTest.execute(servers, "INSERT INTO applicant VALUES (1, 1000.50)");
    register(connector());

    try (KafkaConsumer<String, String> consumer = readerOf("bank.public.applicant")) {
      List<JsonNode> events = read(consumer, 1);
      ServersUnderTest.execute(servers, "INSERT INTO applicant VALUES (2, 1)");
      ServersUnderTest.execute(servers, "UPDATE applicant SET income = 2000.75 WHERE id = 1");
      ServersUnderTest.execute(servers, "DELETE FROM applicant WHERE id = 2");
      events.addAll(read(consumer, 3));

      assertThat(events)
          .extracting(event -> event.get("op").asText())
          .containsExactly("r", "c", "u", "d");
      assertThat(events.get(0).at("/after/income").asText()).isEqualTo("1000.50");
      assertThat(events.get(2).at("/before/income").asText()).isEqualTo("1000.50");
      assertThat(events.get(2).at("/after/income").asText()).isEqualTo("2000.75");
      assertThat(events.get(2).at("/source/sequence").asText()).matches("\\[\"\\d+\",\"\\d+\"]");
    }
    assertConnectShowsNoPassword();
  }

  @Test
  void decodesLogicallyAndListensOnLoopbackOnly() throws SQLException {
    assertThat(ServersUnderTest.query(servers, "SHOW wal_level")).isEqualTo("logical");
    assertThat(ServersUnderTest.query(servers, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(ServersUnderTest.query(servers, "SHOW unix_socket_directories")).isEmpty();
  }

  @Test
  void refusesConnectionsWithoutThePassword() {
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(servers.postgresUrl(), servers.postgresUser(), "wrong"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void keepsThePasswordOutOfLogsAndProcessListsAndReadableForItsOwnerOnly() throws IOException {
    String password = servers.postgresPassword();
    assertThat(servers.postgresPasswordFile()).hasContent(password);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(servers.postgresPasswordFile())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.walk(directory.resolve("logs"))) {
      for (Path log : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(log, ISO_8859_1)).doesNotContain(password);
      }
    }
    assertThat(Files.readString(directory.resolve("java.arguments"))).doesNotContain(password);
    assertThat(ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse("")))
        .noneMatch(command -> command.contains(password));
    assertThat(servers.toString()).doesNotContain(password);
  }

  @Test
  void refusesASecondStartInADirectoryThatIsInUse() {
    assertThatThrownBy(() -> LocalServers.builder(directory).start())
        .isInstanceOf(LocalServersException.class)
        .hasMessage(
            "working directory %s is in use by the local servers of process %d; stop them (kill %d) or choose another directory",
            directory, servers.pid(), servers.pid());
    assertThat(servers.isRunning()).isTrue();
  }

  @Test
  void namesThePortThatIsTaken() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    int taken = servers.postgresPort();

    assertThatThrownBy(
            () -> LocalServers.builder(other).only(Server.POSTGRES).postgresPort(taken).start())
        .isInstanceOf(LocalServersException.class)
        .hasMessage(
            "port %d for PostgreSQL is taken on 127.0.0.1; choose another with --postgres-port, or leave it out for a free one",
            taken);
    assertThat(other.resolve("postgres")).doesNotExist();
  }

  @Test
  void goesOnWhenTheTerminalSendsAnInterruptOrHangsUp() throws Exception {
    ServersUnderTest.signal("INT", servers.pid());
    ServersUnderTest.signal("HUP", servers.pid());

    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> servers.isRunning() && ServersUnderTest.query(servers, "SELECT 1").equals("1"));
  }

  private static Map<String, String> connector() {
    return Map.ofEntries(
        Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
        Map.entry("plugin.name", "pgoutput"),
        Map.entry("publication.autocreate.mode", "filtered"),
        Map.entry("database.hostname", "127.0.0.1"),
        Map.entry("database.port", Integer.toString(servers.postgresPort())),
        Map.entry("database.user", servers.postgresUser()),
        Map.entry("database.password", "${" + servers.postgresPasswordReference() + "}"),
        Map.entry("database.dbname", "postgres"),
        Map.entry("topic.prefix", "bank"),
        Map.entry("table.include.list", "public.applicant"),
        Map.entry("decimal.handling.mode", "string"),
        Map.entry("tombstones.on.delete", "false"),
        Map.entry("poll.interval.ms", "50"),
        Map.entry("topic.creation.default.partitions", "1"),
        Map.entry("topic.creation.default.replication.factor", "1"));
  }

  private static void register(Map<String, String> connector) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(servers.connectUrl() + "/connectors/bank/config"))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(connector)))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
  }

  private static void assertConnectShowsNoPassword() throws Exception {
    for (String path : List.of("", "/config", "/tasks", "/status")) {
      assertThat(get("/connectors/bank" + path)).doesNotContain(servers.postgresPassword());
    }
    assertThat(get("/connectors/bank/config"))
        .contains("${" + servers.postgresPasswordReference() + "}");
    for (String topic : List.of("connect-configs", "connect-offsets", "connect-status")) {
      assertThat(all(topic)).isNotEmpty().doesNotContain(servers.postgresPassword());
    }
    assertThat(all("connect-configs")).contains("${" + servers.postgresPasswordReference() + "}");
  }

  /** All that is in a topic of one partition, committed or not. */
  private static String all(String topic) {
    StringBuilder all = new StringBuilder();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer = readerOf(topic)) {
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> all.append(record.key()).append(record.value()));
      }
    }
    return all.toString();
  }

  private static String get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(servers.connectUrl() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static KafkaConsumer<String, String> readerOf(String topic) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", servers.bootstrapServers());
    settings.put("auto.offset.reset", "earliest");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    await().atMost(Duration.ofSeconds(30)).until(() -> consumer.listTopics().containsKey(topic));
    consumer.assign(List.of(new TopicPartition(topic, 0)));
    return consumer;
  }

  private static List<JsonNode> read(KafkaConsumer<String, String> consumer, int count) {
    List<JsonNode> events = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              for (var record : consumer.poll(Duration.ofMillis(200))) {
                events.add(JSON.readTree(record.value()));
              }
              return events.size() >= count;
            });
    return events;
  }
}
