package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.definition.TablePattern;
import io.lakebeam.doctor.Doctor;
import io.lakebeam.doctor.Finding;
import io.lakebeam.doctor.Finding.Verdict;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.FirstRows;
import io.lakebeam.reconcile.GrowingIngest;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that a project has by patterns, and tables that come to a source later. */
@ExtendWith(SharedServers.class)
class TablePatternsIT {
  private static final Duration A_WHILE = Duration.ofSeconds(60);

  private static final LocalServers SERVERS = SharedServers.running();

  @TempDir private static Path folder;

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void tablesOfAllSchemasAreCapturedAndThoseThatComeWhileItRunsWithTheRowsThatTheyHave(
      RunnerName runner) throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-shops-" + runner));
      ShopsUnderTest shops =
          new ShopsUnderTest(
              source, lake, "many_" + (runner == RunnerName.DIRECT ? "direct" : "flink"));
      shops.make();
      Project project = shops.project("shop.*.tmp_*");

      try (GrowingIngest ingest = new GrowingIngest(project, runner, Ingest.COMMIT_INTERVAL)) {
        CompletableFuture<?> end = CompletableFuture.runAsync(() -> run(ingest));
        shops.awaitWhole("a", "orders", end);
        await().atMost(A_WHILE).untilAsserted(() -> assertEqual(project));
        shops.make("b", "late (id bigint PRIMARY KEY, note text)");
        shops.execute("INSERT INTO SHOP_b.late SELECT n, 'early' FROM generate_series(1, 500) n");
        try (WritingClients clients = new WritingClients(SERVERS, shops.table("b", "late"))) {
          shops.awaitWhole("b", "late", end);
          assertThat(clients.transactions()).isPositive();
        }
        shops.execute("DROP TABLE SHOP_a.items");
        shops.make("a", "items (order_id int, line int, note text, PRIMARY KEY (line, order_id))");
        shops.execute("INSERT INTO SHOP_a.items SELECT n, 2, 'anew' FROM generate_series(5, 9) n");
        shops.awaitWhole("a", "items", end);

        assertEqual(project);
        assertThat(lake.keys("a_items")).containsExactly("2|5", "2|6", "2|7", "2|8", "2|9");
        assertThat(end).isNotDone();
      }
      assertThat(Rebuild.of(MatchedTables.resolve(project), runner).compare().tables())
          .hasSize(8)
          .allMatch(RebuiltTable::isEqual);
    }
  }

  @Test
  void rowsThatWereNotBroughtWhenItWasKilledAreBroughtByTheNext() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      ShopsUnderTest shops =
          new ShopsUnderTest(source, new LakeUnderTest(folder.resolve("lake-joined")), "joined");
      shops.make();
      assertThat(joining(shops.project("shop.*.tmp_*"))).isEmpty();
      shops.make("a", "late (id int PRIMARY KEY)");
      shops.execute("INSERT INTO SHOP_a.late VALUES (1), (2)");

      assertThat(joining(shops.project("shop.*.tmp_*"))).containsExactly("a_late");
      shops.execute("DELETE FROM SHOP_a.late WHERE id = 1");
      bring(shops.project("shop.*.tmp_*"), "a_late");
      assertThat(joining(shops.project("shop.*.tmp_*"))).isEmpty();

      assertThat(joining(shops.project("shop.*.tmp_*", "shop.*.late"))).isEmpty();
      shops.execute("UPDATE SHOP_a.late SET id = 3");
      bring(shops.project("shop.*.tmp_*"), "a_late");
    }
  }

  @Test
  void refusesPatternsThatCannotBeMeantSoAndTheDoctorTellsThemAll() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      ShopsUnderTest shops =
          new ShopsUnderTest(source, new LakeUnderTest(folder.resolve("lake-refused")), "refused");
      shops.make();
      shops.make("a", "b_orders (id int PRIMARY KEY)");
      shops.make("a_b", "orders (id int PRIMARY KEY)");
      shops.make("a", "keyless (id int)");
      shops.make("a", "orders_history (id int PRIMARY KEY)");
      shops.make("a", "\"Mixed\" (id int PRIMARY KEY)");
      Project project =
          shops.project(
              new TablePattern("*_*", "shop.refused_*.*", List.of(), "changed_at"),
              new TablePattern("*", "shop.refused_b.*", List.of(), null),
              new TablePattern("none_*", "shop.refused_c.*", List.of(), null));

      assertThatThrownBy(() -> Ingest.start(project, RunnerName.DIRECT).close())
          .isInstanceOf(SourceException.class)
          .hasMessage(String.join("\n", problems(project)));
      assertThat(problems(project))
          .startsWith(
              "table refused_a.Mixed cannot be captured: 'name' must match [a-z_][a-z0-9_]{0,62},"
                  + " found 'a_Mixed','from' must be source.schema.table, or a source of files, found"
                  + " 'shop.refused_a.Mixed'; leave it out: except: [shop.refused_a.Mixed]",
              "table refused_a.keyless has no primary key, so a change could not be told from"
                  + " another; mend it: ALTER TABLE \"refused_a\".\"keyless\" ADD PRIMARY KEY (...),"
                  + " or leave it out: except: [shop.refused_a.keyless]",
              "table refused_a_b.orders would be a_b_orders in the lake, as shop.refused_a.b_orders"
                  + " is; give it an entry of its own under tables, with another name",
              "table refused_b.orders is matched by *_* and *; except it in all but one",
              "table refused_b.tmp_load is matched by *_* and *; except it in all but one",
              "table refused_a.orders_history would be a_orders_history in the lake, where the"
                  + " versions of shop.refused_a.orders are kept; give it an entry of its own under"
                  + " tables, with another name",
              "tables.*_*: event-time names column 'changed_at', which none of its 9 tables has")
          .last()
          .asString()
          .startsWith(
              "tables.none_*: no table of source shop is like shop.refused_c.*; it has, by schema: {");
      assertThat(bad(project))
          .containsExactly(
              "table refused_a.Mixed",
              "table refused_a.keyless",
              "table refused_a_b.orders",
              "table refused_b.orders",
              "table refused_b.tmp_load",
              "table refused_a.orders_history",
              "tables like *_*",
              "tables like none_*");
    }
  }

  private static List<String> problems(Project project) {
    SourceDefinition shop = project.source("shop");
    try (PostgresCatalog catalog = CapturedSource.connect(shop)) {
      return MatchedTables.of(project, shop, catalog).problems().stream()
          .map(MatchedTables.Problem::message)
          .toList();
    }
  }

  private static List<String> bad(Project project) {
    return Doctor.of(project).examine().stream()
        .filter(finding -> finding.verdict() == Verdict.BAD)
        .map(Finding::check)
        .toList();
  }

  /** What has rows that an ingest, which ends before it brings them, would have to bring. */
  private static Set<String> joining(Project project) throws Exception {
    try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
      ingest.awaitCaughtUp(A_WHILE);
      return ingest.joining();
    }
  }

  private static void bring(Project project, String... joining) throws Exception {
    try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
      assertThat(ingest.joining()).containsExactlyInAnyOrder(joining);
      FirstRows.bring(ingest, A_WHILE);
      assertEqual(project);
    }
  }

  /** Waits for the lake to get to where the source is. */
  private static void assertEqual(Project project) {
    assertThat(Reconcile.of(MatchedTables.resolve(project)).waiting(A_WHILE).run())
        .isNotEmpty()
        .allMatch(ReconciledTable::isEqual);
  }

  private static void run(GrowingIngest ingest) {
    try {
      ingest.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
