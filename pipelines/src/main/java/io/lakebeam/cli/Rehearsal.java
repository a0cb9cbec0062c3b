package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.TopicIngest;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import io.lakebeam.source.TopicOffsets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.paimon.types.DataTypes;
import org.slf4j.LoggerFactory;

/**
 * Takes in one change of a topic and a file of two records on each runner, from a broker of its own
 * into lakes of its own: {@code scripts/lakebeam} runs it once to learn which classes a start
 * needs.
 */
public final class Rehearsal {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 100;
  private static final String TOPIC = "rehearsal.public.item";
  private static final TableDefinition TABLE =
      new TableDefinition("item", TOPIC, List.of("id"), "changed_at");
  private static final SourceTable SOURCE =
      new SourceTable(
          "public",
          "item",
          List.of(
              new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull()),
              new SourceColumn("name", "text", DataTypes.STRING()),
              new SourceColumn("price", "numeric(8,2)", DataTypes.DECIMAL(8, 2)),
              new SourceColumn(
                  "changed_at",
                  "timestamp with time zone",
                  DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))),
          List.of("id"));
  private static final String CHANGE =
      """
      {"before":null,"after":{"id":1,"name":"lamp","price":"9.50",\
      "changed_at":"2026-01-01T00:00:00Z"},"source":{"ts_ms":1,"sequence":"[null,\\"8\\"]",\
      "lsn":8},"op":"c","ts_ms":1}""";

  private static final String PROJECT =
      """
      project: rehearsal
      lake: {warehouse: ./lake}
      privacy: {keys: {1: "${REHEARSAL_KEY}"}, current: 1}
      sources:
        items: {type: files, path: ./items.csv, format: csv}
      tables:
        item:
          from: items
          key: [id]
          columns: {id: bigint, name: string, email: string, price: "decimal(8,2)", changed_at: timestamptz}
          clean: {name: [trim]}
          mask: {email: hmac}
          expect:
            - {column: name, not-null: true, severity: quarantine}
            - {column: price, between: [0, 100], severity: warn}
      """;
  private static final String ROWS =
      """
      id,name,email,price,changed_at
      1,lamp,ann@example.org,9.50,2026-01-01T00:00:00Z
      2,,bob@example.org,1.00,2026-01-01T00:00:00Z
      """;

  private Rehearsal() {}

  /**
   * Runs it.
   *
   * @param arguments an empty folder
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    int exitCode = 1;
    try (LocalServers servers =
        LocalServers.builder(folder.resolve("servers")).only(Server.KAFKA).start()) {
      send(servers.bootstrapServers());
      for (RunnerName runner : RunnerName.values()) {
        ingest(runner, Lake.at(folder.resolve(runner.name()).toString()), servers);
        land(runner, Files.createDirectory(folder.resolve("files-" + runner)));
      }
      exitCode = 0;
    } catch (Exception e) {
      LoggerFactory.getLogger(Rehearsal.class).error("the rehearsal has failed", e);
    }
    // Not by its end: a runner's threads may go on.
    System.exit(exitCode);
  }

  private static void ingest(RunnerName runner, Lake lake, LocalServers servers)
      throws InterruptedException {
    TopicIngest ingest =
        TopicIngest.of(lake, servers.bootstrapServers(), TOPIC, SOURCE, TABLE).toEnd();
    Map<TopicPartition, Long> ends = ingest.ends();
    ingest.pipeline(runner, Duration.ofSeconds(1)).run();
    Instant deadline = Instant.now().plus(LONGEST);
    while (!ingest.reached(ends)) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "on %s: not done after %d s".formatted(runner, LONGEST.toSeconds()));
      }
      Thread.sleep(POLL_MILLIS);
    }
    long[] rows = new long[1];
    lake.read(Zones.current(TABLE.name()), List.of("id")).forEach(row -> rows[0]++);
    if (rows[0] != 1) {
      throw new IllegalStateException(
          "on %s: one change was sent, %d rows arrived".formatted(runner, rows[0]));
    }
  }

  private static void land(RunnerName runner, Path project) throws IOException {
    Files.writeString(project.resolve("items.csv"), ROWS);
    Path file = Files.writeString(project.resolve("project.yaml"), PROJECT);
    int exitCode =
        Lakebeam.commandLine(Console.ofThisProcess())
            .execute(
                "ingest",
                "--once",
                "--runner=" + runner.option(),
                "--project=" + file,
                "--log=" + project.resolve("log"));
    if (exitCode != Failures.DONE) {
      throw new IllegalStateException(
          "on %s: a file was not taken, exit code %d".formatted(runner, exitCode));
    }
  }

  private static void send(String bootstrapServers)
      throws InterruptedException, ExecutionException {
    try (TopicOffsets topics = TopicOffsets.of(bootstrapServers)) {
      topics.create(List.of(TOPIC));
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(TOPIC, "{\"id\":1}".getBytes(UTF_8), CHANGE.getBytes(UTF_8)))
          .get();
    }
  }
}
