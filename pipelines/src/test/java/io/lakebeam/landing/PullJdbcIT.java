package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.database.DatabaseUnderTest;
import io.lakebeam.database.OnBothDatabases;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a source has, changes and deletes comes to the lake. */
class PullJdbcIT extends OnBothDatabases {
  @TempDir private Path folder;
  private PulledUnderTest pulled;

  @BeforeEach
  void empty() throws Exception {
    pulled = new PulledUnderTest(folder);
    execute(PulledUnderTest::emptied);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aFullReadBringsWhatChangedAndWhatWentAndNothingElse(DatabaseUnderTest database)
      throws Exception {
    database.execute("INSERT INTO item VALUES (1, 'a', NULL), (2, '', NULL), (3, NULL, NULL)");
    assertThat(pulled.pullAll(database)).isEqualTo(new PullResult("shop", 3, 3, 0, 0, 0, null));
    assertThat(pulled.rows("silver.item", "id", "name", "_op"))
        .containsExactly("1|a|r", "2||r", "3|null|r");

    Map<?, Long> before = pulled.snapshots();
    assertThat(pulled.pullAll(database)).isEqualTo(new PullResult("shop", 3, 0, 0, 3, 0, null));
    assertThat(pulled.snapshots()).as("nothing is written").isEqualTo(before);

    database.execute(
        "UPDATE item SET name = 'A' WHERE id = 1",
        "DELETE FROM item WHERE id = 2",
        "INSERT INTO item VALUES (4, 'd', NULL)");
    assertThat(pulled.pullAll(database)).isEqualTo(new PullResult("shop", 3, 2, 1, 1, 0, null));
    assertThat(pulled.rows("silver.item", "id", "name", "_deleted"))
        .containsExactly("1|A|false", "2|null|true", "3|null|false", "4|d|false");
    assertThat(pulled.rows("silver.item_history", "id", "name", "_op"))
        .containsExactly("1|A|r", "1|a|r", "2|null|d", "2||r", "3|null|r", "4|d|r");

    database.execute("INSERT INTO item VALUES (2, 'again', NULL)");
    assertThat(pulled.pullAll(database).changed()).isEqualTo(1);
    assertThat(pulled.rows("silver.item", "id", "name", "_deleted")).contains("2|again|false");
    assertThat(pulled.isRebuilt(database)).as("a rebuild makes the same").isTrue();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void partsAreReadForThemselvesAndDeletesAreSeenInEach(DatabaseUnderTest database)
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
  void keysThatTheTableCannotHoldEndNoOthers(DatabaseUnderTest database) throws Exception {
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
  void valuesAreThoseOfTheSourceToTheLastDigit(DatabaseUnderTest database) throws Exception {
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

    assertThat(pulled.pullAll(database).rejected()).as(pulled.reasons().toString()).isZero();

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
    assertThat(pulled.pullAll(database).unchanged()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatIsCommittedLateIsSeenWithinTheOverlapAndNothingComesTwice(DatabaseUnderTest database)
      throws Exception {
    String source = PulledUnderTest.incremental(database);
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

    assertThat(pulled.pullAll(database))
        .as("a full read sees what a watermark does not")
        .isEqualTo(new PullResult("shop", 4, 1, 1, 3, 0, null));
  }
}
