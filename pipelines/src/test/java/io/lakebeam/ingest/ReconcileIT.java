package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.Difference;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.reconcile.ReconciledTable.Repaired;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.torture.Tampering;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Silver compared with a real PostgreSQL. */
@ExtendWith(SharedServers.class)
class ReconcileIT {
  private static final Duration A_WHILE = Duration.ofSeconds(60);
  private static final TableDefinition CUSTOMER =
      new TableDefinition("customer", "shop.public.customer", List.of("id"), "updated_at");
  private static final TableDefinition LINE =
      new TableDefinition("line", "shop.public.line", List.of("order_id", "line"), "updated_at");
  private static final int CUSTOMERS = 50;
  private static final int ROUNDS = 4;

  private static final LocalServers SERVERS = SharedServers.running();

  @TempDir private static Path folder;

  @Test
  void findsEveryRowThatTheSourceChangedBehindTheLake() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
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
          .extracting(Difference::toString)
          .containsExactlyInAnyOrder(
              "row [5] differs: name",
              "row [6] is in the lake, not in the source",
              "row [51] is in the source, not in the lake");
      assertThatThrownBy(
              () -> Reconcile.of(project).waiting(Duration.ofSeconds(1)).repairing().run())
          .hasMessageContaining("nothing was repaired, because the lake did not get to where");
    }
  }

  /** Money moves between rows of two tables, so that half a transaction would show. */
  @Test
  void isEqualAtEveryCutWhileClientsAndIngestGoOn() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-busy"));
      Project project = source.project("busy", lake.lake(), CUSTOMER, LINE);
      source.makeTables();
      source.insertCustomers(1, CUSTOMERS);
      source.insertLines(1, CUSTOMERS);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        ingest.awaitFirstCommit(A_WHILE);
        try (SpendingClients clients = new SpendingClients(SERVERS, CUSTOMERS)) {
          for (int round = 0; round < ROUNDS; round++) {
            long before = clients.transactions();
            assertThat(Reconcile.of(project).waiting(A_WHILE).run())
                .as("round %d", round)
                .hasSize(2)
                .allMatch(ReconciledTable::isEqual);
            assertThat(clients.transactions()).as("meanwhile").isGreaterThan(before);
          }
        }
      }
    }
  }

  @Test
  void whatWasDamagedIsRebuiltWhileClientsAndIngestGoOn() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      Path folderOfLake = folder.resolve("lake-damaged");
      LakeUnderTest lake = new LakeUnderTest(folderOfLake);
      Project project = source.project("damaged", lake.lake(), CUSTOMER, LINE);
      source.makeTables();
      source.insertCustomers(1, CUSTOMERS + 3);
      source.insertLines(1, CUSTOMERS);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        ingest.awaitCaughtUp(A_WHILE);
        damage(Tampering.with(folderOfLake, "silver.customer"));
        try (SpendingClients clients = new SpendingClients(SERVERS, CUSTOMERS)) {
          ReconciledTable found = Reconcile.of(project).only(Set.of("customer")).run().get(0);
          assertThat(found.differences()).isEqualTo(3);

          Rebuild.Result mended = Rebuild.of(project, RunnerName.DIRECT).replace();

          assertThat(mended.isGood()).isTrue();
          assertThat(mended.tables().stream().filter(RebuiltTable::replaced))
              .extracting(table -> table.table().toString())
              .containsExactly("silver.customer");
          assertThat(Reconcile.of(project).waiting(A_WHILE).run())
              .allMatch(ReconciledTable::isEqual);
          assertThat(clients.transactions()).isPositive();
        }
      }
    }
  }

  /** Of the last three rows, which no client touches. */
  private static void damage(Tampering customers) throws Exception {
    Map<Object, GenericRow> rows = new HashMap<>();
    for (GenericRow row : customers.rows()) {
      rows.put(customers.value(row, "id"), row);
    }
    GenericRow wrong = customers.with(rows.get(51L), "name", BinaryString.fromString("wrong"));
    GenericRow extra = customers.with(rows.get(53L), "id", 99L);
    customers.replace(List.of(rows.get(52L)), List.of(wrong, extra));
  }

  /** Rows up to 50 are changed all the time, by transactions that are open at the cut as well. */
  @Test
  void repairsWhatIsWrongWhileClientsWriteAndOldEventsComeAgain() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-broken"));
      Project project = source.project("broken", lake.lake(), CUSTOMER, LINE);
      source.makeTables();
      source.insertCustomers(1, 60);
      source.insertLines(1, CUSTOMERS);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        ingest.awaitFirstCommit(A_WHILE);
        source.execute("UPDATE customer SET name = 'right' WHERE id = 55");
        ingest.awaitCaughtUp(A_WHILE);
        try (SpendingClients clients = new SpendingClients(SERVERS, CUSTOMERS)) {
          BrokenTable.of(lake.lake(), "customer").breakRows(55, 56, 999);
          Reconcile reconcile = Reconcile.of(project).waiting(A_WHILE);
          ReconciledTable repaired = customer(reconcile.repairing().run());
          assertThat(repaired.isEqual()).as("%s", repaired).isTrue();
          assertThat(repaired.repaired()).isEqualTo(new Repaired(2, 1, 0));

          BrokenTable.of(lake.lake(), "customer")
              .events("{\"id\":55}")
              .forEach(
                  value ->
                      source.produce(
                          "broken.shop.public.customer", "{\"id\":55}".getBytes(UTF_8), value));
          assertThat(reconcile.run()).allMatch(ReconciledTable::isEqual);

          assertThat(reconcile.rewriting().run())
              .allMatch(ReconciledTable::isEqual)
              .allMatch(table -> table.repaired().rows() > 0);
          assertThat(clients.transactions()).isPositive();
        }
        ingest.awaitCaughtUp(A_WHILE);
      }
      assertThat(Rebuild.of(project, RunnerName.DIRECT).compare().tables())
          .hasSize(4)
          .allMatch(RebuiltTable::isEqual);
      assertThat(lake.customers()).isEqualTo(source.customers());
      assertThat(lake.lines()).isEqualTo(source.lines());
      for (String table : List.of("customer", "line")) {
        assertThat(lake.foldedHistory(table)).isEqualTo(lake.keys(table));
        assertThat(lake.versions(table)).hasSameSizeAs(lake.bronze(table));
      }
    }
  }

  @Test
  void aRepairThatWasKilledAfterBronzeIsFinishedByTheNextAndTheOneAfterHasNothingToDo()
      throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-killed"));
      Project project = source.project("killed", lake.lake(), CUSTOMER);
      source.makeTables();
      source.insertCustomers(1, CUSTOMERS);
      try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
        ingest.awaitCaughtUp(A_WHILE);
      }
      BrokenTable.of(lake.lake(), "customer").breakRows(5, 6, 999);
      RepairUnderTest.killAfterBronze(project, folder.resolve("killed.yaml"), SERVERS);
      assertThat(lake.bronze("customer")).hasSize(CUSTOMERS + 3);
      assertThat(lake.versions("customer")).hasSize(CUSTOMERS);

      ReconciledTable finished = customer(Reconcile.of(project).repairing().run());
      assertThat(finished.isEqual()).isTrue();
      assertThat(lake.versions("customer")).hasSize(CUSTOMERS + 3);
      assertThat(lake.customers()).isEqualTo(source.customers());

      ReconciledTable again = customer(Reconcile.of(project).repairing().run());
      assertThat(again.isEqual()).isTrue();
      assertThat(again.repaired()).isEqualTo(Repaired.NONE);
      assertThat(lake.bronze("customer")).hasSize(CUSTOMERS + 3);
    }
  }

  private static ReconciledTable customer(List<ReconciledTable> tables) {
    return tables.stream()
        .filter(table -> table.table().equals("silver.customer"))
        .findFirst()
        .orElseThrow();
  }
}
