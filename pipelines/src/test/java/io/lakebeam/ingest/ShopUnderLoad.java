package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
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
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(name + ".shop.public.customer", 2, (short) 1),
                  new NewTopic(name + ".shop.public.line", 2, (short) 1)))
          .all()
          .get();
    }
  }

  Project project() {
    return project;
  }

  /** The name of its ingest as a job. */
  String job() {
    return Ingest.job(project);
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

  /** The lake holds every change once, and the tables as they are. */
  void assertLakeIsExact() throws Exception {
    assertThat(lake.customers()).isEqualTo(source.customers());
    assertThat(lake.lines()).isEqualTo(source.lines());
    for (String table : List.of("customer", "line")) {
      int changes = (int) source.changes(table);
      assertThat(changes).as("changes of %s", table).isPositive();
      assertThat(lake.bronze(table)).hasSize(changes).doesNotHaveDuplicates();
      assertThat(lake.versions(table)).hasSize(changes).doesNotHaveDuplicates();
    }
    assertThat(lake.deadLetters()).isEmpty();
    assertThat(Reconcile.run(project)).hasSize(2).allMatch(ReconciledTable::isEqual);
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
