package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.local.LocalServers;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.SourceException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ingest on both runners, from a real PostgreSQL through Debezium and Kafka. */
@ExtendWith(SharedServers.class)
class IngestIT {
  private static final Duration A_WHILE = Duration.ofSeconds(60);
  private static final TableDefinition CUSTOMER = table("customer", "id");
  private static final TableDefinition LINE = table("line", "order_id", "line");
  private static final TableDefinition CALENDAR = table("calendar", "id");

  private static final LocalServers SERVERS = SharedServers.running();

  @TempDir private static Path folder;

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void theLakeEndsEqualToTheSourceAndHoldsEveryChangeOnce(RunnerName runner) throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-" + runner));
      Project project =
          source.project("shop-" + option(runner), lake.lake(), CUSTOMER, LINE, CALENDAR);
      source.makeTables();
      source.insertCustomers(1, 200);
      source.insertLines(1, 150);
      source.insertCalendar();

      try (Ingest ingest = Ingest.start(project, runner)) {
        ingest.awaitFirstCommit(A_WHILE);
        change(source);
        ingest.awaitCaughtUp(A_WHILE);

        assertSame(source, lake);
        assertInfiniteTimesAreRefused(lake);
        poison(source, project);
        source.execute("UPDATE customer SET name = 'after the poison' WHERE id = 50");
        ingest.awaitCaughtUp(A_WHILE);
      }
      assertSame(source, lake);
      assertPoisonIsKept(lake, project);

      assertResumes(source, lake, project, runner);
      Rebuild.Result rebuilt = Rebuild.of(project, runner).compare();
      assertThat(rebuilt.reasons()).isEmpty();
      assertThat(rebuilt.tables()).hasSize(6).allMatch(RebuiltTable::isEqual);
    }
  }

  @Test
  void refusesWhatItCouldNotCaptureBeforeAnythingIsDeployed() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      source.execute("DROP TABLE IF EXISTS keyless, customer, line, calendar");
      source.execute("CREATE TABLE keyless (id bigint, updated_at timestamptz)");
      source.execute(
          "CREATE TABLE line (order_id int, line int, updated_at timestamptz,"
              + " PRIMARY KEY (order_id, line))");
      source.execute("CREATE TABLE customer (id bigint PRIMARY KEY, name text)");
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-preflight"));

      assertRefused(
          source.project("preflight", lake.lake(), table("keyless", "id")),
          "table public.keyless has no primary key, so a change could not be told from another;"
              + " add one: ALTER TABLE public.keyless ADD PRIMARY KEY (...)");
      assertRefused(
          source.project("preflight", lake.lake(), table("line", "line", "order_id")),
          "table line: the project keys it by [line, order_id], the primary key of public.line is"
              + " [order_id, line]");
      assertRefused(
          source.project("preflight", lake.lake(), CUSTOMER),
          "table customer: event-time names column 'updated_at', public.customer has: id, name");
      assertThat(
              source.count("SELECT count(*) FROM pg_publication WHERE pubname LIKE '%preflight%'"))
          .isZero();
    }
  }

  @Test
  void endsAtOnceWhenItsConnectorIsGone() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-gone"));
      Project project = source.project("gone", lake.lake(), CUSTOMER);
      source.makeTables();
      source.insertCustomers(1, 5);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        ingest.awaitCaughtUp(A_WHILE);
        deleteConnector("gone.shop");

        assertThatThrownBy(() -> ingest.awaitCaughtUp(Duration.ofHours(1)))
            .isInstanceOf(SourceException.class)
            .hasMessageContaining("answered 404 for connector gone.shop");
      }
    }
  }

  private static void deleteConnector(String name) throws Exception {
    HttpRequest delete =
        HttpRequest.newBuilder(URI.create(SERVERS.connectUrl() + "/connectors/" + name))
            .DELETE()
            .build();
    HttpClient.newHttpClient().send(delete, HttpResponse.BodyHandlers.discarding());
  }

  private static void assertRefused(Project project, String message) {
    assertThatThrownBy(() -> Ingest.start(project, RunnerName.DIRECT).close())
        .isInstanceOf(SourceException.class)
        .hasMessage(message);
  }

  private static void change(SourceUnderTest source) throws Exception {
    source.insertCustomers(201, 260);
    source.execute("UPDATE customer SET balance = balance + 0.01 WHERE id % 3 = 0");
    source.execute("DELETE FROM customer WHERE id % 10 = 7");
    source.execute("UPDATE customer SET id = id + 1000 WHERE id IN (1, 2)");
    source.insertCustomers(7, 7);
    source.inOneTransaction(
        "INSERT INTO line SELECT 9000, n, n, now() FROM generate_series(1, 50) n",
        "UPDATE line SET amount = amount * 2 WHERE order_id = 9000",
        "DELETE FROM line WHERE order_id = 9000 AND line > 40");
    source.rolledBack("DELETE FROM customer");
    source.execute("UPDATE customer SET name = name || E'\\t\"\\\\ \\U0001F600' WHERE id = 30");
  }

  private static void assertSame(SourceUnderTest source, LakeUnderTest lake) throws Exception {
    assertThat(lake.customers()).isEqualTo(source.customers());
    assertThat(lake.lines()).isEqualTo(source.lines());
    assertThat(lake.calendar()).isEqualTo(source.finiteCalendar());
    for (TableDefinition table : List.of(CUSTOMER, LINE)) {
      long changes = source.changes(table.name());
      assertThat(lake.bronze(table.name())).as("bronze of %s", table.name()).hasSize((int) changes);
      assertThat(lake.bronze(table.name())).doesNotHaveDuplicates();
      assertThat(lake.versions(table.name())).hasSize((int) changes).doesNotHaveDuplicates();
    }
  }

  private static void assertInfiniteTimesAreRefused(LakeUnderTest lake) {
    assertThat(lake.deadLetters().values())
        .hasSize(SourceUnderTest.INFINITE_ROWS)
        .allMatch(reason -> reason.startsWith("column '"));
  }

  private static void poison(SourceUnderTest source, Project project) {
    String topic = project.name() + ".shop.public.customer";
    source.produce(topic, "garbage".getBytes(StandardCharsets.UTF_8), new byte[] {0, -1, 17});
    source.produce(
        topic,
        "{\"id\": 50}".getBytes(StandardCharsets.UTF_8),
        """
        {"before": null, "after": {"id": 50, "colour": "red"}, "op": "u",
         "source": {"ts_ms": 1, "lsn": 999999999999, "sequence": "[\\"1\\",\\"2\\"]"}}"""
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void assertPoisonIsKept(LakeUnderTest lake, Project project) {
    String partition = project.name() + ".shop.public.customer-0@";
    Map<String, String> letters = lake.deadLetters();
    letters.keySet().removeIf(position -> !position.startsWith(partition));

    assertThat(letters).hasSize(2);
    assertThat(letters.values())
        .anyMatch(reason -> reason.startsWith("the event is not JSON"))
        .contains("column 'colour' is not in the table, nor was it known before");
  }

  private static void assertResumes(
      SourceUnderTest source, LakeUnderTest lake, Project project, RunnerName runner)
      throws Exception {
    Map<String, String> letters = lake.deadLetters();
    source.execute("UPDATE customer SET name = 'while nobody reads' WHERE id = 60");
    try (Ingest ingest = Ingest.start(project, runner)) {
      source.insertCustomers(301, 305);
      ingest.awaitCaughtUp(A_WHILE);
      assertThat(ingest.committedOffsets()).isBetween(6L, 12L);
    }
    assertSame(source, lake);
    assertThat(lake.deadLetters()).isEqualTo(letters);
  }

  private static String option(RunnerName runner) {
    return runner == RunnerName.DIRECT ? "direct" : "flink";
  }

  private static TableDefinition table(String name, String... key) {
    return new TableDefinition(name, "shop.public." + name, List.of(key), "updated_at");
  }
}
