package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.source.TopicOffsets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A shop that changes all the while, from {@link #open} to {@link #rest}, its topics of two
 * partitions each, and the lake that must end equal to it.
 */
final class ShopUnderLoad implements AutoCloseable {
  private static final TableDefinition CUSTOMER =
      new TableDefinition("customer", "shop.public.customer", List.of("id"), "updated_at");
  private static final TableDefinition LINE =
      new TableDefinition("line", "shop.public.line", List.of("order_id", "line"), "updated_at");

  private final LocalServers servers;
  private final SourceUnderTest source;
  private final LakeUnderTest lake;
  private final Project project;
  private final AtomicBoolean isOpen = new AtomicBoolean();
  private CompletableFuture<Void> clients = CompletableFuture.completedFuture(null);
  private int rows;

  ShopUnderLoad(LocalServers servers, String name, Path warehouse) throws Exception {
    this.servers = servers;
    this.source = SourceUnderTest.connect(servers);
    this.lake = new LakeUnderTest(warehouse);
    this.project = source.project(name, lake.lake(), CUSTOMER, LINE);
    source.makeTables();
    try (TopicOffsets topics = TopicOffsets.of(servers.bootstrapServers())) {
      topics.create(
          new NewTopic(name + ".shop.public.customer", 2, (short) 1),
          new NewTopic(name + ".shop.public.line", 2, (short) 1));
    }
  }

  Project project() {
    return project;
  }

  /** The project as people write it; its variables are {@link #variables}. */
  Path projectFile(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve(project.name() + ".yaml"),
        """
        project: %s
        lake: {warehouse: "%s"}
        sources:
          shop:
            type: postgres
            url: ${POSTGRES_URL}
            user: ${POSTGRES_USER}
            password: ${POSTGRES_PASSWORD}
            kafka: ${KAFKA_BOOTSTRAP_SERVERS}
            connect: ${CONNECT_URL}
        tables:
          customer: {from: shop.public.customer, key: [id], event-time: updated_at}
          line: {from: shop.public.line, key: [order_id, line], event-time: updated_at}
        entities:
          customer: {key: [customer_id]}
        features:
          customer_worth: {entity: customer, from: customer, key: [id], columns: [balance]}
        """
            .formatted(project.name(), project.lake().warehouse()));
  }

  /** What the project file takes from the environment. */
  Map<String, String> variables() {
    return servers.variables();
  }

  int versionsOfCustomers() {
    return lake.versions("customer").size();
  }

  /** The name of its ingest as a job. */
  String job() {
    return Ingest.job(project);
  }

  /** One more partition for the customers' topic. */
  void addPartition() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
      admin
          .createPartitions(
              Map.of(project.name() + ".shop.public.customer", NewPartitions.increaseTo(3)))
          .all()
          .get();
    }
  }

  /** Clients come: changes without a pause, until {@link #rest}. */
  void open() {
    isOpen.set(true);
    clients =
        CompletableFuture.runAsync(
            () -> {
              while (isOpen.get()) {
                change();
              }
            });
  }

  /** The clients leave; all that they did is committed in the source. */
  void rest() {
    isOpen.set(false);
    clients.join();
  }

  /** Waits until the lake is exact, where no {@link Ingest} of this process knows when. */
  void awaitExactLake(Duration atMost) {
    await()
        .atMost(atMost)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(this::assertLakeIsExact);
  }

  /** The lake holds every change once, and the tables as they are. */
  void assertLakeIsExact() throws Exception {
    assertSame("customers", lake.customers(), source.customers());
    assertSame("lines", lake.lines(), source.lines());
    for (String table : List.of("customer", "line")) {
      int changes = (int) source.changes(table);
      assertThat(changes).as("changes of %s", table).isPositive();
      assertOnce("bronze of " + table, lake.bronze(table), changes);
      assertOnce("history of " + table, lake.versions(table), changes);
    }
    assertThat(lake.deadLetters()).isEmpty();
    assertThat(Reconcile.of(project).run()).hasSize(2).allMatch(ReconciledTable::isEqual);
  }

  /** Says what differs, not what there is. */
  private static void assertSame(String what, List<String> found, List<String> wanted) {
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(new HashSet<>(found));
    List<String> extra = new ArrayList<>(found);
    extra.removeAll(new HashSet<>(wanted));
    assertThat(missing.size() + " missing as " + missing.stream().limit(3).toList())
        .as("%s: %d of %d", what, found.size(), wanted.size())
        .isEqualTo("0 missing as []");
    assertThat(extra).as("%s that are not in the source", what).isEmpty();
    assertThat(found).hasSameSizeAs(wanted);
  }

  private static void assertOnce(String what, List<String> found, int changes) {
    assertThat(new HashSet<>(found).size()).as("different ones in %s", what).isEqualTo(changes);
    assertThat(found.size()).as("rows in %s", what).isEqualTo(changes);
  }

  /** A connector less to keep up with; the slot and the topics stay. */
  @Override
  public void close() throws Exception {
    rest();
    source.close();
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create(servers.connectUrl() + "/connectors/" + project.name() + ".shop"))
                .DELETE()
                .build(),
            HttpResponse.BodyHandlers.discarding());
  }

  private void change() {
    try {
      int from = rows + 1;
      rows += 20;
      source.insertCustomers(from, rows);
      source.insertLines(from, rows);
      String recent = " BETWEEN %d AND %d".formatted(from - 30, from);
      source.execute("UPDATE customer SET balance = balance + 1 WHERE id % 4 = 0 AND id" + recent);
      source.execute("DELETE FROM line WHERE line = 1 AND order_id * 3" + recent);
      Thread.sleep(200);
    } catch (Exception e) {
      throw new IllegalStateException("the shop's clients have failed", e);
    }
  }
}
