package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakebeam.contract.PythonReader;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.paimon.data.InternalRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * What changes while the connector takes its snapshot. A change can stand in the log before the
 * place where the snapshot was taken, and be committed after it: the snapshot does not show it, and
 * it comes in the stream. And a snapshot can be broken off and begun again: what was deleted in
 * between is in no stream.
 */
class SnapshotUnderWritesIT {
  private static final Duration A_WHILE = Duration.ofSeconds(90);
  private static final String ROW = "00000000-0000-0000-0000-000000000001";

  /** PostgreSQL makes a slot in two steps, and in each waits for those who wrote before it. */
  private static final String WAITS_FOR =
      """
      SELECT count(*) FROM pg_locks wanted JOIN pg_locks held USING (locktype, transactionid)
      WHERE locktype = 'transactionid' AND NOT wanted.granted AND held.granted AND held.pid = %s""";

  /** It takes the connector seconds to read them. */
  private static final int MANY = 60_000;

  @TempDir private static Path folder;
  private static PythonReader reader;
  private static TortureServers servers;

  @BeforeAll
  static void start() throws Exception {
    reader = PythonReader.start();
    servers = TortureServers.start(folder.resolve("servers"));
  }

  @AfterAll
  static void stop() {
    if (servers != null) {
      servers.close();
    }
    if (reader != null) {
      reader.close();
    }
  }

  @Test
  void aChangeThatItDidNotSeeReplacesItsRow() throws Exception {
    TortureSource source = new TortureSource(servers.postgres(), "snapshot_under_writes");
    source.makeTables();
    try (Witness witness = Witness.of(source);
        TortureIngest ingest =
            new TortureIngest(servers, source.schema(), folder.resolve("run"), "direct");
        Connection first = open(source);
        Connection second = open(source);
        Connection third = open(source)) {
      LakeProgress progress =
          new LakeProgress(servers, source, ingest.connector(), ingest.warehouse());
      source.execute("INSERT INTO %s.slim VALUES ('%s', 1)".formatted(source.schema(), ROW));
      write(first, source, 1);
      ingest.start();
      awaitThat(source, WAITS_FOR.formatted(pid(first)));
      write(second, source, 2);
      first.commit();
      awaitThat(source, WAITS_FOR.formatted(pid(second)));
      execute(third, "UPDATE %s.slim SET whole = 2".formatted(source.schema()));
      second.commit();
      Torture.awaitCommit(progress, ingest);
      third.commit();
      Torture.drain(source, progress, ingest);
      ingest.stop();
      TortureSource.Cut end = source.cut();
      witness.await(source.mark());

      assertThat(end.rows().get(TortureTable.SLIM).get(List.of(ROW))).containsEntry("whole", "2");
      Torture.Evidence evidence =
          new Torture.Evidence(
              ingest.warehouse(), witness.committed(), witness.columns(), Map.of(), List.of(end));
      Oracle.judge(reader, ingest.warehouse(), evidence, 1).requireGreen();
    }
  }

  /**
   * Connect is killed in the middle of its first snapshot, and takes another one while clients
   * write.
   */
  @Test
  void aRowThatWentBeforeTheSecondAttemptGoesFromTheLakeAndNoChangeBesideItIsLost()
      throws Exception {
    TortureSource source = new TortureSource(servers.postgres(), "snapshot_again");
    source.makeTables();
    source.copySlim(MANY, 1);
    try (Witness witness = Witness.of(source);
        Inserts inserts = new Inserts(source);
        TortureIngest ingest =
            new TortureIngest(servers, source.schema(), folder.resolve("again"), "direct")) {
      LakeProgress progress =
          new LakeProgress(servers, source, ingest.connector(), ingest.warehouse());
      source.execute(
          "INSERT INTO %s.pair (number, region) VALUES (0, 'north')".formatted(source.schema()));
      String topic = ingest.connector() + "." + source.name(TortureTable.SLIM);
      ingest.start();
      await()
          .atMost(A_WHILE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> progress.ends().getOrDefault(topic + "-0", 0L) > 0);
      assertThat(servers.isPastSnapshot(ingest.connector())).isFalse();
      servers.endConnect();
      TortureTopics topics = new TortureTopics(servers.bootstrapServers(), List.of(topic));
      int foundFirst = topics.committed(topic);
      assertThat(foundFirst).as("found before the kill").isLessThan(MANY);
      source.execute(
          "DELETE FROM %s WHERE whole %% 2 = 0".formatted(source.name(TortureTable.SLIM)));
      String pairs = ingest.connector() + "." + source.name(TortureTable.PAIR) + "-0";
      long before = progress.ends().getOrDefault(pairs, 0L);
      inserts.start();
      servers.bringConnect();
      await()
          .atMost(A_WHILE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> progress.ends().getOrDefault(pairs, 0L) > before);
      inserts.close();
      Torture.drain(source, progress, ingest);
      ingest.stop();
      TortureSource.Cut end = source.cut();
      witness.await(source.mark());

      assertThat(topics.committed(topic))
          .as("found by both, and no delete")
          .isEqualTo(foundFirst + MANY / 2);
      assertThat(end.rows().get(TortureTable.SLIM)).hasSize(MANY / 2);
      Torture.Evidence evidence =
          new Torture.Evidence(
              ingest.warehouse(), witness.committed(), witness.columns(), Map.of(), List.of(end));
      LakeFiles files = LakeFiles.read(reader, ingest.warehouse(), LakeRows.tables());
      for (TortureTable table : List.of(TortureTable.SLIM, TortureTable.PAIR)) {
        TableOracle oracle = new TableOracle(table, evidence, files);
        oracle.judgeEnd(end);
        assertThat(oracle.findings()).isEmpty();
      }
    }
  }

  /**
   * PostgreSQL would read them by the new columns, had the connector looked at the table before on
   * the same connection.
   */
  @Test
  void aRowFromBeforeItsColumnsChangedIsReadAsItWasByAConnectorThatComesAgain() throws Exception {
    TortureSource source = new TortureSource(servers.postgres(), "columns_meanwhile");
    source.makeTables();
    String slim = source.name(TortureTable.SLIM);
    try (TortureIngest ingest =
        new TortureIngest(servers, source.schema(), folder.resolve("meanwhile"), "direct")) {
      LakeProgress progress =
          new LakeProgress(servers, source, ingest.connector(), ingest.warehouse());
      source.execute("INSERT INTO %s (tag, whole) VALUES ('%s', 1)".formatted(slim, ROW));
      ingest.start();
      Torture.drain(source, progress, ingest);
      // Else it would take its snapshot again, and read the rows as they are by then.
      await().atMost(A_WHILE).until(() -> servers.isPastSnapshot(ingest.connector()));
      servers.stopConnect();
      source.execute("UPDATE %s SET whole = 5, again = 'é'".formatted(slim));
      source.execute("ALTER TABLE %s ALTER COLUMN whole TYPE bigint".formatted(slim));
      source.execute("ALTER TABLE %s ADD COLUMN added text DEFAULT 'was there'".formatted(slim));
      source.execute(
          "INSERT INTO %s (tag, whole) VALUES (gen_random_uuid(), 5000000000)".formatted(slim));
      servers.bringConnect();
      Torture.drain(source, progress, ingest);
      ingest.stop();

      String topic = ingest.connector() + "." + slim;
      assertThat(new TortureTopics(servers.bootstrapServers(), List.of(topic)).committed(topic))
          .as("one row found, one changed, one new, and no second snapshot")
          .isEqualTo(3);
      List<String> rows = new ArrayList<>();
      Lake.at(ingest.warehouse().toString())
          .read(Zones.current(TortureTable.SLIM.table()), List.of("whole", "again", "added"))
          .forEach(row -> rows.add(row.getLong(0) + " " + text(row, 1) + " " + text(row, 2)));
      assertThat(rows).containsExactlyInAnyOrder("5 é null", "5000000000 null was there");
    }
  }

  private static String text(InternalRow row, int column) {
    return row.isNullAt(column) ? "null" : row.getString(column).toString();
  }

  private static Connection open(TortureSource source) throws SQLException {
    Connection connection = source.connect();
    connection.setAutoCommit(false);
    return connection;
  }

  private static void write(Connection connection, TortureSource source, int number)
      throws SQLException {
    execute(
        connection,
        "INSERT INTO %s.pair (number, region) VALUES (%d, 'north')"
            .formatted(source.schema(), number));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int pid(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  private static void awaitThat(TortureSource source, String count) {
    await()
        .atMost(A_WHILE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !source.single(count).equals("0"));
  }

  /** Clients that insert rows: no later change of one could hide that it was lost. */
  private static final class Inserts implements AutoCloseable {
    private static final int CLIENTS = 4;

    private final TortureSource source;
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean isOver;

    Inserts(TortureSource source) {
      this.source = source;
    }

    void start() {
      for (int i = 0; i < CLIENTS; i++) {
        running.add(CompletableFuture.runAsync(this::insert));
      }
    }

    private void insert() {
      try (Connection connection = source.connect()) {
        while (!isOver) {
          write(connection, source, number.incrementAndGet());
        }
      } catch (SQLException e) {
        throw new IllegalStateException("a row could not be inserted", e);
      }
    }

    @Override
    public void close() {
      isOver = true;
      running.forEach(CompletableFuture::join);
      running.clear();
    }
  }
}
