package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.definition.Project;
import io.lakebeam.publish.PublishedDatabase;
import io.lakebeam.pull.PullException;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a real PostgreSQL and a real MariaDB. */
class PullJdbcIT {
  private static final Map<String, PublishedDatabase> DATABASES = new TreeMap<>();

  @TempDir private static Path servers;
  @TempDir private Path folder;
  private PulledUnderTest pulled;

  @BeforeAll
  static void start() {
    DATABASES.put("postgresql", PublishedDatabase.postgres(servers.resolve("postgres")));
    DATABASES.put("mariadb", PublishedDatabase.mariaDb(servers.resolve("mariadb")));
  }

  @AfterAll
  static void stop() throws Exception {
    for (PublishedDatabase database : DATABASES.values()) {
      database.server().close();
    }
  }

  static Stream<PublishedDatabase> databases() {
    return DATABASES.values().stream();
  }

  @BeforeEach
  void empty() throws Exception {
    pulled = new PulledUnderTest(folder);
    for (PublishedDatabase database : DATABASES.values()) {
      database.execute(
          "DROP TABLE IF EXISTS item",
          "CREATE TABLE item (id bigint PRIMARY KEY, name varchar(100), at %s)"
              .formatted(database.isMariaDb() ? "datetime(6)" : "timestamp"));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aFullReadBringsWhatChangedAndWhatWentAndNothingElse(PublishedDatabase database)
      throws Exception {
    database.execute("INSERT INTO item VALUES (1, 'a', NULL), (2, '', NULL), (3, NULL, NULL)");
    assertThat(full(database)).isEqualTo(new PullResult("shop", 3, 3, 0, 0, 0, null));
    assertThat(pulled.rows("silver.item", "id", "name", "_op"))
        .containsExactly("1|a|r", "2||r", "3|null|r");

    Map<?, Long> before = pulled.snapshots();
    assertThat(full(database)).isEqualTo(new PullResult("shop", 3, 0, 0, 3, 0, null));
    assertThat(pulled.snapshots()).as("nothing is written").isEqualTo(before);

    database.execute(
        "UPDATE item SET name = 'A' WHERE id = 1",
        "DELETE FROM item WHERE id = 2",
        "INSERT INTO item VALUES (4, 'd', NULL)");
    assertThat(full(database)).isEqualTo(new PullResult("shop", 3, 2, 1, 1, 0, null));
    assertThat(pulled.rows("silver.item", "id", "name", "_deleted"))
        .containsExactly("1|A|false", "2|null|true", "3|null|false", "4|d|false");
    assertThat(pulled.rows("silver.item_history", "id", "name", "_op"))
        .containsExactly("1|A|r", "1|a|r", "2|null|d", "2||r", "3|null|r", "4|d|r");

    database.execute("INSERT INTO item VALUES (2, 'again', NULL)");
    assertThat(full(database).changed()).isEqualTo(1);
    assertThat(pulled.rows("silver.item", "id", "name", "_deleted")).contains("2|again|false");
    assertThat(rebuilt(database)).as("a rebuild makes the same").isTrue();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void partsAreReadForThemselvesAndDeletesAreSeenInEach(PublishedDatabase database)
      throws Exception {
    String table =
        "CREATE TABLE item (part int, id varchar(10), name varchar(100), UNIQUE (part, id))";
    database.execute("DROP TABLE item", table);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 40; i++) {
        statement.addBatch(
            "INSERT INTO item VALUES (%d, '%s', 'n')".formatted(i < 10 ? 5 : i * i, "k" + i));
      }
      statement.addBatch("INSERT INTO item VALUES (NULL, 'nobody', 'n')");
      statement.executeBatch();
    }
    pulled =
        new PulledUnderTest(folder, database.isMariaDb() ? RunnerName.FLINK : RunnerName.DIRECT);
    pulled.columns("{part: int, id: string, name: string}");
    String source = PulledUnderTest.jdbc(database, "item") + ", part-rows: 12";

    PullResult first = pulled.pull(source, database.password());
    assertThat(first).isEqualTo(new PullResult("shop", 41, 40, 0, 0, 1, null));
    assertThat(pulled.reasons())
        .containsExactly(
            "shop: part=null, id=nobody: column 'part': found nothing; a key must have a value");

    database.execute("DELETE FROM item WHERE part IN (5, 144, 1521) AND id <> 'k3'");
    assertThat(pulled.pull(source, database.password()))
        .isEqualTo(new PullResult("shop", 30, 0, 11, 29, 1, null));
    assertThat(pulled.rows("silver.item", "part", "id", "_deleted"))
        .hasSize(40)
        .contains("5|k3|false", "5|k4|true", "1521|k39|true", "1444|k38|false");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keysThatTheTableCannotHoldEndNoOthers(PublishedDatabase database) throws Exception {
    database.execute(
        "INSERT INTO item VALUES (-4294967296, 'a', NULL), (1, 'b', NULL), (2, 'c', NULL), (4294967296, 'd', NULL), (4294967297, 'e', NULL)");
    pulled.columns("{id: int, name: string}");
    String source = PulledUnderTest.jdbc(database, "item") + ", part-rows: 1";

    assertThat(pulled.pull(source, database.password()))
        .isEqualTo(new PullResult("shop", 5, 2, 0, 0, 3, null));
    assertThat(pulled.pull(source, database.password()))
        .isEqualTo(new PullResult("shop", 5, 0, 0, 2, 3, null));

    pulled = new PulledUnderTest(Files.createDirectory(folder.resolve("texts")));
    pulled.columns("{id: string, name: string}");
    pulled.pull(source, database.password());
    database.execute("DELETE FROM item WHERE id = 2");
    assertThat(pulled.pull(source, database.password()))
        .isEqualTo(new PullResult("shop", 4, 0, 1, 4, 0, null));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void valuesAreThoseOfTheSourceToTheLastDigit(PublishedDatabase database) throws Exception {
    boolean isMariaDb = database.isMariaDb();
    database.execute(
        "DROP TABLE item",
        "CREATE TABLE item (id bigint PRIMARY KEY, amount decimal(30,10), ratio double precision, small %s, flag boolean, raw %s, born date, at %s, seen %s NULL)"
            .formatted(
                isMariaDb ? "float" : "real",
                isMariaDb ? "blob" : "bytea",
                isMariaDb ? "datetime(6)" : "timestamp",
                isMariaDb ? "timestamp(6)" : "timestamptz"),
        isMariaDb ? "SET GLOBAL time_zone = '+03:00'" : "SELECT 1",
        "INSERT INTO item VALUES (9007199254740993, 12345678901234567890.0123456789, 0.1, 0.1, true, %s, '2024-02-29', '2026-03-29 02:30:00.000001', %s)"
            .formatted(
                isMariaDb ? "x'00ff'" : "'\\x00ff'",
                isMariaDb
                    ? "from_unixtime(1774747800.123456)"
                    : "to_timestamp(1774747800) + interval '123456 microseconds'"),
        "INSERT INTO item VALUES (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
    pulled.columns(
        "{id: bigint, amount: \"decimal(30,10)\", ratio: double, small: double, flag: boolean, raw: string, born: date, at: timestamp, seen: timestamptz}");

    assertThat(full(database).rejected()).as(pulled.reasons().toString()).isZero();

    assertThat(
            pulled.rows(
                "silver.item",
                "id",
                "amount",
                "ratio",
                "small",
                "flag",
                "raw",
                "born",
                "at",
                "seen"))
        .containsExactly(
            "2|null|null|null|null|null|null|null|null",
            "9007199254740993|12345678901234567890.0123456789|0.1|0.1|true|AP8=|19782|2026-03-29T02:30:00.000001|2026-03-29T01:30:00.123456");
    assertThat(full(database).unchanged()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatIsCommittedLateIsSeenWithinTheOverlapAndNothingComesTwice(PublishedDatabase database)
      throws Exception {
    String source = incremental(database);
    database.execute(
        "INSERT INTO item VALUES (1, 'a', '2026-01-01 10:00:00'), (2, 'b', '2026-01-01 12:00:00.000001')");
    assertThat(pulled.pull(source, database.password()).position())
        .isEqualTo("2026-01-01T12:00:00.000001");
    try (Connection late = database.connect();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute("INSERT INTO item VALUES (3, 'late', '2026-01-01 11:55:00')");
      database.execute("INSERT INTO item VALUES (4, 'd', '2026-01-01 12:01:00')");
      assertThat(pulled.pull(source, database.password()).changed()).isEqualTo(1);
      late.commit();
    }
    database.execute(
        "INSERT INTO item VALUES (5, 'tie', '2026-01-01 12:01:00')",
        "UPDATE item SET name = 'unseen' WHERE id = 1",
        "DELETE FROM item WHERE id = 2");

    assertThat(pulled.pull(source, database.password()))
        .isEqualTo(new PullResult("shop", 3, 2, 0, 1, 0, "2026-01-01T12:01"));
    Map<?, Long> before = pulled.snapshots();
    assertThat(pulled.pull(source, database.password()).changed()).isZero();
    assertThat(pulled.snapshots()).as("nothing is written").isEqualTo(before);
    assertThat(pulled.rows("silver.item_history", "id", "name"))
        .containsExactly("1|a", "2|b", "3|late", "4|d", "5|tie");

    assertThat(full(database))
        .as("a full read sees what a watermark does not")
        .isEqualTo(new PullResult("shop", 4, 1, 1, 3, 0, null));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aPullThatWasKilledAfterBronzeIsFinishedByTheNext(PublishedDatabase database)
      throws Exception {
    String source = incremental(database);
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
    assertThat(rebuilt(database)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatDoesNotFitIsALetterOnceAndIsTakenBackWhenTheTypeIsMended(PublishedDatabase database)
      throws Exception {
    database.execute("INSERT INTO item VALUES (1, '17', NULL), (2, '18', NULL)");
    pulled.columns("{id: bigint, name: int}");
    full(database);
    database.execute("UPDATE item SET name = '4711x' WHERE id = 1");

    assertThat(full(database)).isEqualTo(new PullResult("shop", 2, 0, 0, 1, 1, null));
    Map<?, Long> before = pulled.snapshots();
    full(database);
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
    assertThat(full(database).changed()).isEqualTo(2);
    assertThat(
            LandedLetters.replay(project(database), RunnerName.DIRECT, Set.of("item")).resolved())
        .isEqualTo(1);
    assertThat(pulled.rows("silver.item", "id", "name")).containsExactly("1|4711x", "2|18");
    assertThat(full(database).changed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void maskedValuesAreNowhereInTheLakeAndUnmetExpectationsAreKept(PublishedDatabase database)
      throws Exception {
    database.execute(
        "INSERT INTO item VALUES (1, ' Canary-One ', NULL), (2, 'canary-two', NULL), (30, 'canary-old', NULL)");
    pulled
        .table(
            "mask: {name: hmac}, clean: {name: [trim]}, expect: [{column: id, between: [1, 9], severity: quarantine}, {column: name, not-null: true}]")
        .sections("privacy: {keys: {1: \"${KEY_1}\"}, current: 1}");

    assertThat(full(database)).isEqualTo(new PullResult("shop", 3, 2, 0, 0, 1, null));
    database.execute(
        "UPDATE item SET name = 'canary-three' WHERE id = 1", "DELETE FROM item WHERE id = 2");
    assertThat(full(database)).isEqualTo(new PullResult("shop", 2, 1, 1, 0, 1, null));
    database.execute("UPDATE item SET name = NULL WHERE id = 1");
    full(database);

    assertThat(full(database).unchanged()).isEqualTo(1);
    assertThat(pulled.rows("silver.item", "id", "name").get(0)).isEqualTo("1|null");
    assertThat(pulled.rows("silver.item_history", "name"))
        .filteredOn(name -> name.startsWith("h1_"))
        .hasSize(3);
    assertThat(pulled.rows("lakebeam.findings", "expectation")).hasSize(1);
    assertThat(pulled.reasons()).hasSize(1).allMatch(reason -> reason.startsWith("shop: id=30: "));
    assertThat(rebuilt(database)).isTrue();
    assertNowhere("anary-");
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

  @ParameterizedTest
  @MethodSource("databases")
  void whatCannotBePulledIsToldWithTheWayOut(PublishedDatabase database) throws Exception {
    database.execute("INSERT INTO item VALUES (1, 'a', NULL)");
    String password = database.password();
    refused(PulledUnderTest.jdbc(database, "itme"), password, "itme", "item");
    refused(
        incremental(database),
        password,
        "1 rows of item have no value in the watermark column 'at'",
        "leaving 'watermark' away");
    database.execute("UPDATE item SET at = '2999-01-01 00:00:00'");
    refused(incremental(database), password, "is 2999-01-01T00:00", "more than a day ahead");
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

  private void refused(String source, String password, String... told) {
    assertThatThrownBy(() -> pulled.pull(source, password))
        .isInstanceOfSatisfying(PullException.class, e -> assertThat(e.isWorthRetry()).isFalse())
        .hasMessageContainingAll(told)
        .message()
        .doesNotContain("canary");
  }

  private static String incremental(PublishedDatabase database) {
    return PulledUnderTest.jdbc(database, "item") + ", watermark: at, overlap: 10m";
  }

  private PullResult full(PublishedDatabase database) throws IOException {
    return pulled.pull(PulledUnderTest.jdbc(database, "item"), database.password());
  }

  private Project project(PublishedDatabase database) throws IOException {
    return pulled.project(PulledUnderTest.jdbc(database, "item"), database.password());
  }

  private boolean rebuilt(PublishedDatabase database) throws IOException {
    return LandedRebuild.of(project(database), RunnerName.DIRECT).compare(Set.of("item")).isGood();
  }
}
