package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakebeam.contract.PythonReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * A change can stand in the log before the place where the connector's snapshot was taken, and be
 * committed after it: the snapshot does not show it, and it comes in the stream.
 */
class SnapshotUnderWritesIT {
  private static final Duration A_WHILE = Duration.ofSeconds(90);
  private static final String ROW = "00000000-0000-0000-0000-000000000001";

  /** PostgreSQL makes a slot in two steps, and in each waits for those who wrote before it. */
  private static final String WAITS_FOR =
      """
      SELECT count(*) FROM pg_locks wanted JOIN pg_locks held USING (locktype, transactionid)
      WHERE locktype = 'transactionid' AND NOT wanted.granted AND held.granted AND held.pid = %s""";

  @TempDir private static Path folder;

  @Test
  void aChangeThatItDidNotSeeReplacesItsRow() throws Exception {
    try (PythonReader reader = PythonReader.start();
        TortureServers servers = TortureServers.start(folder.resolve("servers"))) {
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
        awaitThat(
            source,
            "SELECT count(*) FROM pg_replication_slots"
                + " WHERE slot_name LIKE 'lakebeam_%' AND confirmed_flush_lsn IS NOT NULL");
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
}
