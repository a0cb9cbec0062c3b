package io.lakebeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresCatalogIT {
  @TempDir private static Path folder;
  private static LocalServers servers;
  private static PostgresCatalog catalog;

  @BeforeAll
  static void start() throws SQLException {
    servers = LocalServers.builder(folder.resolve("servers")).only(Server.POSTGRES).start();
    catalog =
        PostgresCatalog.connect(
            servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
    execute("CREATE SCHEMA shop");
    execute("CREATE TYPE shop.mood AS ENUM ('sad', 'ok')");
    execute("CREATE TYPE shop.pair AS (a int, b text)");
    execute("CREATE DOMAIN shop.positive AS int CHECK (VALUE > 0)");
    execute("CREATE DOMAIN shop.price AS numeric(10,2)");
    execute("CREATE DOMAIN shop.small_price AS shop.price CHECK (VALUE < 10)");
  }

  @AfterAll
  static void stop() {
    if (catalog != null) {
      catalog.close();
    }
    servers.close();
  }

  @Test
  void describesEveryTypeThatTheLakeHolds() throws SQLException {
    execute(
        """
        CREATE TABLE shop.wide (
          a smallint, b integer, c bigint PRIMARY KEY, d numeric(12,2), e numeric(38), f real,
          g double precision, h boolean, i text, j varchar(20), k char(3), l uuid, m date,
          n timestamp, o timestamp(3), p timestamptz, q timestamptz(0), gone int,
          r bigserial, s numeric(5,5))""");
    execute("ALTER TABLE shop.wide DROP COLUMN gone");

    SourceTable table = catalog.table("shop", "wide");

    assertThat(table.primaryKey()).containsExactly("c");
    assertThat(
            table.columns().stream()
                .map(column -> column.name() + " " + column.lakeType().asSQLString())
                .collect(Collectors.joining(", ")))
        .isEqualTo(
            "a INT, b INT, c BIGINT NOT NULL, d DECIMAL(12, 2), e DECIMAL(38, 0), f FLOAT,"
                + " g DOUBLE, h BOOLEAN, i STRING, j STRING, k STRING, l STRING, m DATE,"
                + " n TIMESTAMP(6), o TIMESTAMP(6), p TIMESTAMP(6) WITH LOCAL TIME ZONE,"
                + " q TIMESTAMP(6) WITH LOCAL TIME ZONE, r BIGINT, s DECIMAL(5, 5)");
  }

  @Test
  void aKeyIsInTheOrderOfItsDeclaration() throws SQLException {
    execute("CREATE TABLE shop.keyed (a int, b int, c int, d int, PRIMARY KEY (d, a, c))");

    assertThat(catalog.table("shop", "keyed").primaryKey()).containsExactly("d", "a", "c");
  }

  @Test
  void aPublicationIsMadeAndTakesTablesAndOneThatHasThemAllStays() throws SQLException {
    execute("CREATE TABLE shop.\"First\" (a int PRIMARY KEY)");
    execute("CREATE TABLE shop.second (a int PRIMARY KEY)");
    SourceTable first = catalog.table("shop", "First");
    SourceTable second = catalog.table("shop", "second");

    catalog.publish("made", List.of(first));
    assertThat(published("made")).isEqualTo("First");
    catalog.publish("made", List.of(first, second));
    assertThat(published("made")).isEqualTo("First, second");
    catalog.publish("made", List.of(second));
    assertThat(published("made")).isEqualTo("First, second");
  }

  private static String published(String publication) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT string_agg(tablename, ', ' ORDER BY tablename COLLATE \"C\")"
                    + " FROM pg_publication_tables WHERE pubname = '%s'".formatted(publication))) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void aUniqueIndexIsNoKey() throws SQLException {
    execute("CREATE TABLE shop.keyless (a int UNIQUE NOT NULL)");

    assertThatThrownBy(() -> catalog.table("shop", "keyless"))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "table shop.keyless has no primary key, so a change could not be told from another;"
                + " add one: ALTER TABLE shop.keyless ADD PRIMARY KEY (...)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numeric | STRING",
        "numeric(39,2) | STRING",
        "numeric(5,-2) | DECIMAL(7, 0)",
        "numeric(3,5) | DECIMAL(5, 5)",
        "numeric(37,-2) | STRING",
        "money | DECIMAL(19, 2)",
        "jsonb | STRING",
        "bytea | BYTES",
        "interval | STRING",
        "interval day to second(3) | STRING",
        "time(3) | STRING",
        "bit(3) | STRING",
        "inet | STRING",
        "int4multirange | STRING",
        "shop.mood | STRING",
        "shop.positive | INT",
        "shop.price | DECIMAL(10, 2)",
        "shop.small_price | DECIMAL(10, 2)",
        "shop.pair | STRING"
      })
  void keepsWhatItHasNoTypeOfItsOwnForAsText(String type, String lakeType) throws SQLException {
    assertThat(odd(type).columns().get(1).lakeType().asSQLString()).isEqualTo(lakeType);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time with time zone | of which the connector drops the zone",
        "bit(129) | which the connector does not write without loss",
        "boolean[] | which the connector does not write without loss",
        "bit varying(3) | of which the connector drops the length",
        "point | which the connector does not write without loss",
        "numeric(10,2)[] | which the connector reads as null where it has a NaN",
        "time without time zone[] | which the connector does not write without loss",
        "shop.mood[] | which the connector does not write without loss"
      })
  void refusesATypeThatWouldLoseSomething(String type, String reason) {
    assertThatThrownBy(() -> odd(type))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "table shop.odd column 'value' has type "
                + type
                + ", "
                + reason
                + "; docs/types.md lists what is captured. Leave the table out, or change the"
                + " column's type");
  }

  @Test
  void takesAnArrayOnlyWhereTheTableProvesItsShape() throws SQLException {
    assertThatThrownBy(() -> odd("integer[]"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("table shop.odd column 'value' has type integer[]")
        .hasMessageEndingWith(
            "ALTER TABLE shop.odd ADD CHECK (array_ndims(value) = 1 AND array_lower(value, 1) = 1)");

    execute(
        "ALTER TABLE shop.odd ADD CHECK (array_ndims(value) = 1 AND array_lower(value, 1) = 1)");

    assertThat(catalog.table("shop", "odd").columns().get(1).lakeType().asSQLString())
        .isEqualTo("STRING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"numeric", "interval", "jsonb", "numrange"})
  void refusesAKeyOfWhichEqualValuesAreWrittenDifferently(String type) throws SQLException {
    execute("DROP TABLE IF EXISTS shop.odd");
    execute("CREATE TABLE shop.odd (value " + type + " PRIMARY KEY)");

    assertThatThrownBy(() -> catalog.table("shop", "odd"))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("table shop.odd key column 'value' has type " + type);
  }

  @Test
  void aColumnKeepsItsNumberAndATableItsOid() throws SQLException {
    execute("CREATE TABLE shop.numbered (id int PRIMARY KEY, a int, b int)");
    SourceTable before = catalog.table("shop", "numbered");
    execute("ALTER TABLE shop.numbered DROP COLUMN a");
    execute("ALTER TABLE shop.numbered RENAME COLUMN b TO a");
    execute("ALTER TABLE shop.numbered ADD COLUMN b int");
    execute("ALTER TABLE shop.numbered ADD COLUMN c int");
    execute("ALTER TABLE shop.numbered DROP COLUMN c");
    SourceTable after = catalog.table("shop", "numbered");

    assertThat(before.columns()).extracting(SourceColumn::number).containsExactly(1, 2, 3);
    assertThat(before.lastNumber()).isEqualTo(3);
    assertThat(after.columns()).extracting(SourceColumn::name).containsExactly("id", "a", "b");
    assertThat(after.columns()).extracting(SourceColumn::number).containsExactly(1, 3, 4);
    assertThat(after.lastNumber()).isEqualTo(5);
    assertThat(after.oid()).isEqualTo(before.oid()).isPositive();
  }

  @Test
  void refusesAGeneratedColumn() throws SQLException {
    execute(
        "CREATE TABLE shop.made (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED)");

    assertThatThrownBy(() -> catalog.table("shop", "made"))
        .hasMessageStartingWith("table shop.made column 'twice' is generated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0044-03-15 BC", "1582-10-10"})
  void refusesDatesThatASnapshotWouldReadAsOthers(String date) throws SQLException {
    SourceTable table = odd("date");
    execute("INSERT INTO shop.odd VALUES (1, 'infinity'), (2, '1582-10-15'), (3, '0001-01-01')");
    catalog.requireSnapshotDates(table);

    execute("INSERT INTO shop.odd VALUES (4, '%s')".formatted(date));

    assertThatThrownBy(() -> catalog.requireSnapshotDates(table))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("table shop.odd column 'value' has 1 dates before the year 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REPLICA IDENTITY NOTHING | has REPLICA IDENTITY NOTHING",
        "REPLICA IDENTITY USING INDEX by_value | USING INDEX of (value), without all of its primary",
        "REPLICA IDENTITY DEFAULT | ok",
        "REPLICA IDENTITY FULL | ok",
        "REPLICA IDENTITY USING INDEX by_both | ok"
      })
  void refusesATableWhoseLogDoesNotTellADeletedRow(String identity, String reason)
      throws SQLException {
    SourceTable table = odd("int NOT NULL");
    execute("CREATE UNIQUE INDEX by_value ON shop.odd (value)");
    execute("CREATE UNIQUE INDEX by_both ON shop.odd (value, id)");
    execute("ALTER TABLE shop.odd " + identity);

    if (reason.equals("ok")) {
      catalog.requireReplicaIdentity(table);
    } else {
      assertThatThrownBy(() -> catalog.requireReplicaIdentity(table))
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("table shop.odd has ")
          .hasMessageContaining(reason)
          .hasMessageEndingWith("ALTER TABLE shop.odd REPLICA IDENTITY DEFAULT");
    }
  }

  @Test
  void refusesADeferrableKeyAndAPartitionWithoutIdentity() throws SQLException {
    execute("CREATE TABLE shop.swapped (id int PRIMARY KEY DEFERRABLE)");
    execute("CREATE TABLE shop.parts (id int PRIMARY KEY) PARTITION BY RANGE (id)");
    execute("CREATE TABLE shop.part PARTITION OF shop.parts FOR VALUES FROM (0) TO (10)");

    assertThatThrownBy(() -> catalog.requireReplicaIdentity(catalog.table("shop", "swapped")))
        .hasMessageStartingWith("table shop.swapped has a deferrable primary key");
    catalog.requireReplicaIdentity(catalog.table("shop", "parts"));
    execute("ALTER TABLE shop.part REPLICA IDENTITY NOTHING");
    assertThatThrownBy(() -> catalog.requireReplicaIdentity(catalog.table("shop", "parts")))
        .hasMessageStartingWith("table shop.part has REPLICA IDENTITY NOTHING");
  }

  private static SourceTable odd(String type) throws SQLException {
    execute("DROP TABLE IF EXISTS shop.odd");
    execute("CREATE TABLE shop.odd (id int PRIMARY KEY, value " + type + ")");
    return catalog.table("shop", "odd");
  }

  @Test
  void aMissingTableIsToldWithThoseThatAreThere() throws SQLException {
    execute("CREATE SCHEMA other");
    execute("CREATE TABLE other.b (id int PRIMARY KEY)");
    execute("CREATE TABLE other.a (id int PRIMARY KEY)");

    assertThatThrownBy(() -> catalog.table("other", "c"))
        .isInstanceOf(SourceException.class)
        .hasMessage("table other.c is not in the source; found: other.a, other.b");
    assertThatThrownBy(() -> catalog.table("nowhere", "c"))
        .hasMessage("table nowhere.c is not in the source; found: ");
  }

  @Test
  void aServerThatDecodesItsLogIsTaken() {
    catalog.requireLogicalDecoding();
  }

  @Test
  void theLifeOfAServerHasAName() {
    assertThat(catalog.epoch()).matches("\\d+/1").isEqualTo(catalog.epoch());
  }

  @Test
  void aMarkerLiesBehindAllThatWasCommitted() throws SQLException {
    execute("SELECT pg_create_logical_replication_slot('reader', 'test_decoding')");
    execute("CREATE TABLE shop.marked (id int PRIMARY KEY)");
    execute("INSERT INTO shop.marked VALUES (1)");
    String marker = catalog.emitMarker();

    assertThat(marker).matches("[0-9A-F]+/[0-9A-F]+");
    assertThat(catalog.confirmed("reader", marker)).isFalse();
    execute("SELECT pg_logical_slot_get_changes('reader', NULL, NULL)");
    execute("SELECT pg_replication_slot_advance('reader', '%s')".formatted(marker));
    assertThat(catalog.confirmed("reader", marker)).isTrue();
    assertThat(catalog.confirmed("nobody", marker)).isFalse();
    execute("SELECT pg_drop_replication_slot('reader')");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    String url = "jdbc:postgresql://127.0.0.1:1/postgres";

    assertThatThrownBy(() -> PostgresCatalog.connect(url, "reader", "canary-7f3a"))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("source " + url + " could not be reached as reader: ")
        .hasMessageNotContaining("canary");
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() {
    assertThatThrownBy(
            () -> PostgresCatalog.connect(servers.postgresUrl(), "postgres", "canary-7f3a"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContaining("canary");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection open() throws SQLException {
    return DriverManager.getConnection(
        servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
  }
}
