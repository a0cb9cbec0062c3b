package io.lakebeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
  void aUniqueIndexIsNoKey() throws SQLException {
    execute("CREATE TABLE shop.keyless (a int UNIQUE NOT NULL)");

    assertThatThrownBy(() -> catalog.table("shop", "keyless"))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "table shop.keyless has no primary key, so a change could not be told from another;"
                + " add one: ALTER TABLE shop.keyless ADD PRIMARY KEY (...)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numeric",
        "numeric(39,2)",
        "numeric(5,-2)",
        "numeric(3,5)",
        "integer[]",
        "jsonb",
        "bytea",
        "interval",
        "time without time zone",
        "money",
        "bit(3)",
        "inet"
      })
  void refusesATypeThatTheLakeCannotHold(String type) throws SQLException {
    execute("DROP TABLE IF EXISTS shop.odd");
    execute("CREATE TABLE shop.odd (id int PRIMARY KEY, value " + type + ")");

    assertThatThrownBy(() -> catalog.table("shop", "odd"))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "table shop.odd column 'value' has type "
                + type
                + ", which has no lake type without loss; allowed: smallint, integer, bigint,"
                + " numeric(1-38, scale), real, double precision, boolean, text, varchar, char,"
                + " uuid, date, timestamp, timestamptz");
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
    try (Connection connection =
            DriverManager.getConnection(
                servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
