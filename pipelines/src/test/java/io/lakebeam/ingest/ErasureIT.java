package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakebeam.contract.PythonReader;
import io.lakebeam.contract.RunningProcess;
import io.lakebeam.dataset.ParquetTable;
import io.lakebeam.erase.Erase;
import io.lakebeam.features.Features;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.lake.TableName;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.trainingset.TrainingSets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person erased from all that was made of a real PostgreSQL, while others go on. */
class ErasureIT {
  private static final Duration A_WHILE = Duration.ofMinutes(2);
  private static final String[] HIS = {
    ErasureUnderTest.SUBJECT,
    ErasureUnderTest.NAME,
    ErasureUnderTest.NOTE,
    ErasureUnderTest.REFUNDED
  };

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
  void anErasedPersonIsInNoFileAndDoesNotComeBackAndOthersStay() throws Exception {
    Path work = Files.createDirectories(folder.resolve("work"));
    try (ErasureUnderTest shop = new ErasureUnderTest(servers, work);
        PythonReader python = PythonReader.start();
        Ingest ingest = Ingest.start(shop.project(), RunnerName.DIRECT)) {
      ingest.awaitCaughtUp(A_WHILE);
      shop.change();
      poison(shop);
      ingest.awaitCaughtUp(A_WHILE);
      derive(shop, work);
      long labels = ParquetTable.rows(work.resolve("set.parquet"));
      List<String[]> events = shop.events("person");
      List<String[]> purchases = shop.events("purchase");
      assertThat(python.search(shop.warehouse(), HIS))
          .as("what the search can find")
          .anyMatch(file -> file.contains("/bronze.db/person/"))
          .anyMatch(file -> file.contains("/bronze.db/dead_letters/"))
          .anyMatch(file -> file.contains("/silver.db/refund_history/"))
          .anyMatch(file -> file.contains("/gold.db/purchase_terms/"))
          .anyMatch(file -> file.contains("/manifest/"))
          .anyMatch(file -> file.contains("/metadata/"))
          .anyMatch(file -> file.contains("/data-left-"));

      assertThat(shop.findings()).as("of three versions of his and one of four others").hasSize(7);

      shop.open();
      Erase.Result erased = eraseTwiceAndKillTheFirst(shop, work);
      assertThat(erased.tables().get("silver.person").past().tags()).containsExactly("before");
      assertThat(shop.findings()).hasSize(4);
      assertThat(erased.trainingSets()).containsKey(work.resolve("set.parquet").toString());
      assertThat(ParquetTable.rows(work.resolve("set.parquet"))).isEqualTo(labels - 1);
      assertThat(shop.rest()).as("others who came meanwhile").isPositive();
      ingest.awaitCaughtUp(A_WHILE);
      assertNothingIsLeft(python, work);

      for (String[] event : events) {
        shop.source()
            .produce(
                "forgetful.shop.public.person", event[0].getBytes(UTF_8), event[1].getBytes(UTF_8));
      }
      for (String[] event : purchases) {
        shop.source()
            .produce(
                "forgetful.shop.public.purchase",
                event[0].getBytes(UTF_8),
                event[1].getBytes(UTF_8));
      }
      shop.source().execute("UPDATE person SET name = name || '!'");
      shop.source()
          .execute(
              "INSERT INTO purchase VALUES (918273645009, %s, '%s', now())"
                  .formatted(ErasureUnderTest.SUBJECT, ErasureUnderTest.NOTE));
      ingest.awaitCaughtUp(A_WHILE);
      assertOthersAreAllThere(python, shop);
      assertNothingIsLeft(python, work);
    }
  }

  @Test
  void noByteOfAMaskedValueIsStoredAndSourceAndLakeAreEqualUnderTheMasks() throws Exception {
    Path work = Files.createDirectories(folder.resolve("masked"));
    try (MasksUnderTest shop = new MasksUnderTest(servers, work);
        PythonReader python = PythonReader.start()) {
      Reconcile reconcile = Reconcile.of(shop.project(1)).waiting(A_WHILE);
      try (RunningProcess ingest = shop.ingest()) {
        await()
            .atMost(A_WHILE)
            .until(
                () -> {
                  ingest.requireAlive();
                  return shop.hasRows();
                });
        shop.change();
        await().atMost(A_WHILE).until(() -> shop.reasons().size() == 3);
        assertThat(reconcile.run()).allMatch(ReconciledTable::isEqual);
        assertThat(reconcile.rewriting().run())
            .allMatch(ReconciledTable::isEqual)
            .allMatch(table -> table.repaired().rows() == 2);
        shop.note(3, "?");
        await().atMost(A_WHILE).until(() -> shop.reasons().size() == 4);
        assertThat(reconcile.run())
            .allMatch(ReconciledTable::isEqual)
            .extracting(ReconciledTable::quarantinedRows)
            .containsExactly(1L, 0L);
        assertThat(reconcile.rewriting().run())
            .allMatch(ReconciledTable::isEqual)
            .extracting(table -> table.repaired().rows())
            .containsExactly(1L, 2L);
        shop.note(3, MasksUnderTest.SEEN);
        assertThat(reconcile.run()).allMatch(ReconciledTable::isEqual);
      }
      assertThat(shop.rows("silver.patient", "full_name", "born", "weight"))
          .containsExactly("hu25 1947-01-01 80", "hu25 1947-01-01 80");
      String phone = shop.rows("silver.patient", "phone").get(0);
      assertThat(phone).matches("\\+\\d\\d \\d\\d \\d{9}");
      assertThat(shop.rows("silver.patient", "phone")).containsExactly(phone, phone);
      assertThat(shop.rows("silver.patient", "note"))
          .containsExactly("A Note For All To See", "A Note For All To See.");
      String mask = shop.rows("silver.patient", "email").get(0);
      assertThat(mask).startsWith("h1_");
      assertThat(shop.rows("silver.patient", "email")).containsOnly(mask);
      assertThat(shop.rows("silver.account", "email")).hasSize(2).contains(mask);
      assertThat(python.search(work, MasksUnderTest.SEEN)).as("what is found").isNotEmpty();
      assertThat(python.search(work, MasksUnderTest.VALUES)).isEmpty();

      Reconcile rotated = Reconcile.of(shop.project(2)).waiting(A_WHILE);
      assertThat(rotated.run()).noneMatch(ReconciledTable::isEqual);
      assertThat(rotated.repairing().run()).allMatch(ReconciledTable::isEqual);
      assertThat(shop.rows("silver.patient", "email"))
          .allMatch(other -> other.startsWith("h2_"))
          .containsAnyElementsOf(shop.rows("silver.account", "email"));
      assertThat(shop.rows("silver.patient", "phone"))
          .hasSize(2)
          .doesNotContain(phone)
          .allMatch(other -> other.matches("\\+\\d\\d \\d\\d \\d{9}"));
      assertThat(Rebuild.of(shop.project(2), RunnerName.DIRECT).compare().tables())
          .hasSize(4)
          .allMatch(RebuiltTable::isEqual);
      assertThat(python.search(work, MasksUnderTest.VALUES)).isEmpty();
    }
  }

  /** Bytes that are no event, and an event of a column that the table has not. */
  private static void poison(ErasureUnderTest shop) {
    String topic = "forgetful.shop.public.person";
    shop.source()
        .produce(
            topic,
            "garbage".getBytes(UTF_8),
            ("garbage of " + ErasureUnderTest.SUBJECT + " here").getBytes(UTF_8));
    shop.source()
        .produce(
            topic,
            "{\"id\": %s}".formatted(ErasureUnderTest.SUBJECT).getBytes(UTF_8),
            "{\"after\": {\"id\": %s, \"colour\": \"red\"}, \"op\": \"c\"}"
                .formatted(ErasureUnderTest.SUBJECT)
                .getBytes(UTF_8));
    shop.source().produce(topic, "garbage".getBytes(UTF_8), "others' garbage".getBytes(UTF_8));
  }

  private static void derive(ErasureUnderTest shop, Path work) throws Exception {
    Features.run(shop.project(), RunnerName.DIRECT);
    TrainingSets.run(shop.project(), "refunds", RunnerName.DIRECT, work.resolve("set.parquet"));
    shop.tag("before");
    Maintenance maintenance = Maintenance.of(shop.lake()).compactingFully();
    List.of("silver.person", "bronze.person", "gold.person_name")
        .forEach(table -> maintenance.run(TableName.parse(table)));
    shop.leaveOrphans();
  }

  /** The first stands in the middle, where it waits for maintenance; the second for its end. */
  private static Erase.Result eraseTwiceAndKillTheFirst(ErasureUnderTest shop, Path work)
      throws Exception {
    Path lock = shop.warehouse().resolve(Path.of(".locks", "maintenance._silver_purchase.lock"));
    CompletableFuture<Erase.Result> second;
    try (RunningProcess first =
            RunningProcess.start(
                "io.lakebeam.cli.Lakebeam",
                shop.variables(),
                work.resolve("first.log"),
                "erase",
                "--subject=" + ErasureUnderTest.SUBJECT,
                "--json",
                "--project=" + shop.projectFile(),
                "--log=" + work.resolve("first-verb.log"));
        FileChannel held =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      held.lock();
      await()
          .atMost(A_WHILE)
          .until(
              () -> {
                first.requireAlive();
                return shop.events("purchase").isEmpty();
              });
      second = CompletableFuture.supplyAsync(() -> erase(shop));
      assertThat(shop.events("person")).as("not done yet").isNotEmpty();
      assertThat(second).isNotDone();
      first.kill();
    }
    return second.get(A_WHILE.toSeconds(), TimeUnit.SECONDS);
  }

  private static Erase.Result erase(ErasureUnderTest shop) {
    try {
      return Erase.of(shop.project(), ErasureUnderTest.SUBJECT).by("officer").run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertNothingIsLeft(PythonReader python, Path work) throws IOException {
    assertThat(python.search(work, HIS)).isEmpty();
  }

  private static void assertOthersAreAllThere(PythonReader python, ErasureUnderTest shop)
      throws Exception {
    Map<String, List<Map<String, String>>> lake =
        python.read(shop.warehouse(), List.of("silver.person", "silver.purchase", "silver.refund"));
    assertThat(ids(lake.get("silver.person"), "id"))
        .isEqualTo(
            shop.source().strings("SELECT id FROM person WHERE id <> " + ErasureUnderTest.SUBJECT));
    assertThat(ids(lake.get("silver.purchase"), "id"))
        .isEqualTo(
            shop.source()
                .strings("SELECT id FROM purchase WHERE person_id <> " + ErasureUnderTest.SUBJECT));
    assertThat(ids(lake.get("silver.refund"), "purchase_id"))
        .isEqualTo(
            shop.source()
                .strings(
                    "SELECT purchase_id FROM refund WHERE purchase_id <> "
                        + ErasureUnderTest.REFUNDED));
    assertThat(Reconcile.of(shop.project()).waiting(A_WHILE).run())
        .allMatch(ReconciledTable::isEqual)
        .extracting(ReconciledTable::erasedRows)
        .containsExactly(1L, 3L, 1L);
    assertThat(Rebuild.of(shop.project(), RunnerName.DIRECT).compare().tables())
        .hasSize(6)
        .allMatch(RebuiltTable::isEqual);
  }

  private static List<String> ids(List<Map<String, String>> rows, String column) {
    return rows.stream()
        .filter(row -> !row.get("_deleted").equals("true"))
        .map(row -> row.get(column))
        .sorted()
        .toList();
  }
}
