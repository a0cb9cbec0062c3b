package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.database.DatabaseUnderTest;
import io.lakebeam.database.OnBothDatabases;
import io.lakebeam.pull.PullException;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks, does not fit, or cannot be pulled. */
class PullJdbcTroubleIT extends OnBothDatabases {
  @TempDir private Path folder;
  private PulledUnderTest pulled;

  @BeforeEach
  void empty() throws Exception {
    pulled = new PulledUnderTest(folder);
    execute(PulledUnderTest::emptied);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aPullThatWasKilledAfterBronzeIsFinishedByTheNext(DatabaseUnderTest database)
      throws Exception {
    String source = PulledUnderTest.incremental(database);
    database.execute("INSERT INTO item VALUES (1, 'a', '2026-01-01 10:00:00')");
    pulled.pull(source, database.password());
    Path lake = folder.resolve("lake");
    Path before = folder.resolve("before");
    PulledUnderTest.copy(lake, before);
    database.execute(
        "UPDATE item SET name = 'b', at = '2026-01-01 11:00:00'",
        "INSERT INTO item VALUES (2, 'c', '2026-01-01 11:00:00')");
    pulled.pull(source, database.password());
    for (String zone : List.of("silver.db", "lakebeam.db")) {
      PulledUnderTest.delete(lake.resolve(zone));
      PulledUnderTest.copy(before.resolve(zone), lake.resolve(zone));
    }
    assertThat(pulled.rows("silver.item", "id", "name")).containsExactly("1|a");
    database.execute("UPDATE item SET name = 'd', at = '2026-01-01 10:59:00' WHERE id = 2");

    assertThat(pulled.pull(source, database.password()))
        .as("compared with what bronze brought")
        .isEqualTo(new PullResult("shop", 2, 1, 0, 1, 0, "2026-01-01T11:00"));
    assertThat(pulled.rows("silver.item", "id", "name")).containsExactly("1|b", "2|d");
    assertThat(pulled.rows("silver.item_history", "id", "name"))
        .containsExactly("1|a", "1|b", "2|c", "2|d");
    assertThat(pulled.rows("lakebeam.pulls", "source", "rows"))
        .containsExactly("shop|1", "shop|1", "shop|2");
    assertThat(pulled.isRebuilt(database)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatDoesNotFitIsALetterOnceAndIsTakenBackWhenTheTypeIsMended(DatabaseUnderTest database)
      throws Exception {
    database.execute("INSERT INTO item VALUES (1, '17', NULL), (2, '18', NULL)");
    pulled.columns("{id: bigint, name: int}");
    pulled.pullAll(database);
    database.execute("UPDATE item SET name = '4711x' WHERE id = 1");

    assertThat(pulled.pullAll(database)).isEqualTo(new PullResult("shop", 2, 0, 0, 1, 1, null));
    Map<?, Long> before = pulled.snapshots();
    pulled.pullAll(database);
    assertThat(pulled.snapshots()).as("the same letter").isEqualTo(before);
    assertThat(pulled.reasons())
        .containsExactly(
            "shop: id=1: column 'name': found '4711x'; expected a whole number from -2147483648 to 2147483647");
    assertThat(pulled.rows("silver.item", "id", "name", "_deleted"))
        .containsExactly("1|17|false", "2|18|false");

    pulled
        .columns("{id: bigint, name: string}")
        .table("expect: [{column: id, between: [1, 9], severity: quarantine}]");
    PulledUnderTest.delete(folder.resolve("lake/silver.db"));
    PulledUnderTest.delete(folder.resolve("lake/bronze.db/item"));
    assertThat(pulled.pullAll(database).changed()).isEqualTo(2);
    assertThat(
            LandedLetters.replay(pulled.project(database), RunnerName.DIRECT, Set.of("item"))
                .resolved())
        .isEqualTo(1);
    assertThat(pulled.rows("silver.item", "id", "name")).containsExactly("1|4711x", "2|18");
    assertThat(pulled.pullAll(database).changed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void maskedValuesAreNowhereInTheLakeAndUnmetExpectationsAreKept(DatabaseUnderTest database)
      throws Exception {
    database.execute(
        "INSERT INTO item VALUES (1, ' Canary-One ', NULL), (2, 'canary-two', NULL), (30, 'canary-old', NULL)");
    pulled
        .table(
            "mask: {name: hmac}, clean: {name: [trim]}, expect: [{column: id, between: [1, 9], severity: quarantine}, {column: name, not-null: true}]")
        .sections("privacy: {keys: {1: \"${KEY_1}\"}, current: 1}");

    assertThat(pulled.pullAll(database)).isEqualTo(new PullResult("shop", 3, 2, 0, 0, 1, null));
    database.execute(
        "UPDATE item SET name = 'canary-three' WHERE id = 1", "DELETE FROM item WHERE id = 2");
    assertThat(pulled.pullAll(database)).isEqualTo(new PullResult("shop", 2, 1, 1, 0, 1, null));
    database.execute("UPDATE item SET name = NULL WHERE id = 1");
    pulled.pullAll(database);

    assertThat(pulled.pullAll(database).unchanged()).isEqualTo(1);
    assertThat(pulled.rows("silver.item", "id", "name").get(0)).isEqualTo("1|null");
    assertThat(pulled.rows("silver.item_history", "name"))
        .filteredOn(name -> name.startsWith("h1_"))
        .hasSize(3);
    assertThat(pulled.rows("lakebeam.findings", "expectation")).hasSize(1);
    assertThat(pulled.reasons()).hasSize(1).allMatch(reason -> reason.startsWith("shop: id=30: "));
    assertThat(pulled.isRebuilt(database)).isTrue();
    assertNowhere("anary-");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatCannotBePulledIsToldWithTheWayOut(DatabaseUnderTest database) throws Exception {
    database.execute("INSERT INTO item VALUES (1, 'a', NULL)");
    String password = database.password();
    refused(PulledUnderTest.jdbc(database, "itme"), password, "itme", "item");
    refused(
        PulledUnderTest.incremental(database),
        password,
        "1 rows of item have no value in the watermark column 'at'",
        "leaving 'watermark' away");
    database.execute("UPDATE item SET at = '2999-01-01 00:00:00'");
    refused(
        PulledUnderTest.incremental(database),
        password,
        "is 2999-01-01T00:00",
        "more than a day ahead");
    refused(PulledUnderTest.jdbc(database, "item"), "canary-password", "cannot be connected to");
    pulled.columns("{id: bigint, naem: string}");
    refused(PulledUnderTest.jdbc(database, "item"), password, "no column 'naem'", "id, name, at");
    pulled = new PulledUnderTest(Files.createDirectory(folder.resolve("other")));
    pulled.columns("{id: bigint, name: timestamptz}");
    refused(
        PulledUnderTest.jdbc(database, "item") + ", watermark: name, overlap: 1h",
        password,
        "is a varchar, and is declared as timestamptz");
  }

  @Test
  void aServerThatIsNotThereIsWorthARetryAndADriverThatIsNotThereIsNot() {
    String source = "type: jdbc, url: \"%s\", user: a, password: \"${PASSWORD}\", table: item";
    for (String url :
        List.of("jdbc:postgresql://127.0.0.1:1/shop", "jdbc:mariadb://127.0.0.1:1/shop")) {
      assertThatThrownBy(() -> pulled.pull(source.formatted(url), "canary"))
          .isInstanceOfSatisfying(PullException.class, e -> assertThat(e.isWorthRetry()).isTrue())
          .hasMessageContaining("cannot be connected to");
    }
    assertThatThrownBy(() -> pulled.pull(source.formatted("jdbc:oracle:thin:@127.0.0.1:1:x"), "c"))
        .isInstanceOfSatisfying(PullException.class, e -> assertThat(e.isWorthRetry()).isFalse())
        .hasMessageContaining("no JDBC driver on the class path takes jdbc:oracle:thin:@127.0.0.1")
        .hasMessageContaining("org.postgresql.Driver");
  }

  private void assertNowhere(String canary) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(canary);
      }
    }
  }

  private void refused(String source, String password, String... told) {
    assertThatThrownBy(() -> pulled.pull(source, password))
        .isInstanceOfSatisfying(PullException.class, e -> assertThat(e.isWorthRetry()).isFalse())
        .hasMessageContainingAll(told)
        .message()
        .doesNotContain("canary");
  }
}
