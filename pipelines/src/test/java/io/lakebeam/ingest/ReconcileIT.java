package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silver compared with a real PostgreSQL. */
class ReconcileIT {
  private static final Duration A_WHILE = Duration.ofSeconds(60);
  private static final TableDefinition CUSTOMER =
      new TableDefinition("customer", "shop.public.customer", List.of("id"), "updated_at");
  private static final TableDefinition LINE =
      new TableDefinition("line", "shop.public.line", List.of("order_id", "line"), "updated_at");
  private static final int CUSTOMERS = 50;
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 4;

  @TempDir private static Path folder;
  private static LocalServers servers;

  @BeforeAll
  static void startServers() {
    servers = LocalServers.builder(folder.resolve("servers")).start();
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  @Test
  void findsEveryRowThatTheSourceChangedBehindTheLake() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(servers)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-behind"));
      Project project = source.project("reconciled", lake.lake(), CUSTOMER);
      source.makeTables();
      source.insertCustomers(1, CUSTOMERS);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        ingest.awaitCaughtUp(A_WHILE);
      }
      assertThat(Reconcile.of(project).run()).allMatch(ReconciledTable::isEqual);

      source.execute("UPDATE customer SET name = 'another' WHERE id = 5");
      source.execute("DELETE FROM customer WHERE id = 6");
      source.insertCustomers(51, 51);

      ReconciledTable found = Reconcile.of(project).waiting(Duration.ofSeconds(3)).run().get(0);
      assertThat(found.isEqual()).isFalse();
      assertThat(found.sourceRows()).isEqualTo(50);
      assertThat(found.lakeRows()).isEqualTo(50);
      assertThat(found.differences()).isEqualTo(3);
      assertThat(found.first())
          .containsExactlyInAnyOrder(
              "silver.customer: row [5] differs: name",
              "silver.customer: row [6] is in the lake, not in the source",
              "silver.customer: row [51] is in the source, not in the lake");
    }
  }

  /** Money moves between rows of two tables, so that half a transaction would show. */
  @Test
  void isEqualAtEveryCutWhileClientsAndIngestGoOn() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(servers)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-busy"));
      Project project = source.project("busy", lake.lake(), CUSTOMER, LINE);
      source.makeTables();
      source.insertCustomers(1, CUSTOMERS);
      source.insertLines(1, CUSTOMERS);
      AtomicBoolean open = new AtomicBoolean(true);
      AtomicLong transactions = new AtomicLong();
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        ingest.awaitFirstCommit(A_WHILE);
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          SplittableRandom random = new SplittableRandom(client);
          clients.add(CompletableFuture.runAsync(() -> spend(random, open, transactions)));
        }
        try {
          for (int round = 0; round < ROUNDS; round++) {
            long before = transactions.get();
            assertThat(Reconcile.of(project).waiting(A_WHILE).run())
                .as("round %d", round)
                .hasSize(2)
                .allMatch(ReconciledTable::isEqual);
            assertThat(transactions.get()).as("transactions meanwhile").isGreaterThan(before);
          }
        } finally {
          open.set(false);
          clients.forEach(CompletableFuture::join);
        }
      }
    }
  }

  private static void spend(SplittableRandom random, AtomicBoolean open, AtomicLong transactions) {
    try (Connection connection =
            DriverManager.getConnection(
                servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (open.get()) {
        int customer = random.nextInt(1, CUSTOMERS + 1);
        int order = random.nextInt(CUSTOMERS / 3);
        statement.execute("UPDATE customer SET balance = balance - 1 WHERE id = " + customer);
        // Transactions are to overlap.
        Thread.sleep(random.nextInt(10));
        statement.execute(
            "INSERT INTO line VALUES (%d, 0, 1, now()) ON CONFLICT (order_id, line)"
                    .formatted(order)
                + " DO UPDATE SET amount = line.amount + 1");
        if (random.nextInt(10) == 0) {
          statement.execute("DELETE FROM line WHERE order_id = " + order);
        }
        if (random.nextInt(10) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
        transactions.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
