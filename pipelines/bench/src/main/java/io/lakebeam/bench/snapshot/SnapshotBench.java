package io.lakebeam.bench.snapshot;

import io.lakebeam.bench.measure.OursIngest;
import io.lakebeam.cli.Lakebeam;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.local.LocalServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/bench snapshot}. */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    description =
        "A table's rows from PostgreSQL to bronze, current and history, beside Debezium to Kafka alone, everything on this machine.")
public final class SnapshotBench implements Callable<Integer> {
  private static final String TABLE =
      """
      CREATE TABLE account (
        id bigint PRIMARY KEY,
        owner text NOT NULL,
        city varchar(40) NOT NULL,
        kind int NOT NULL,
        balance numeric(12, 2) NOT NULL,
        active boolean NOT NULL,
        opened date NOT NULL,
        note text,
        updated_at timestamptz NOT NULL);
      INSERT INTO account SELECT n, 'owner ' || n, 'city ' || n %% 500, n %% 7, n * 0.01, n %% 2 = 0,
        date '1990-01-01' + n %% 9000, CASE WHEN n %% 4 = 0 THEN 'some note on ' || n END,
        timestamptz '2024-01-01' + n * interval '1 second'
        FROM generate_series(1, %d) n""";

  @Option(names = "--rows", description = "Of the table. Default: ${DEFAULT-VALUE}")
  private int rows = 5_000_000;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Everything is written into a new folder in it. Default: ${DEFAULT-VALUE}")
  private Path work = Path.of(".lakebeam", "bench");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (rows < 1) {
      throw new ParameterException(spec.commandLine(), "--rows must be 1 or more");
    }
    Files.createDirectories(work);
    Path folder = Files.createTempDirectory(work.toRealPath(), "snapshot-");
    try (LocalServers servers = LocalServers.builder(folder.resolve("servers")).start()) {
      try (Connection connection =
              DriverManager.getConnection(
                  servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
          Statement statement = connection.createStatement()) {
        statement.execute(TABLE.formatted(rows));
        statement.execute("VACUUM ANALYZE account");
        statement.execute("CHECKPOINT");
      }
      double alone = new ConnectorAlone(servers).seconds("account", rows);
      double ours = ingest(servers, folder);
      System.out.print(new SnapshotReport(rows, alone, ours).text());
    }
    return 0;
  }

  /** From the start of the process to its end. */
  private double ingest(LocalServers servers, Path folder) throws Exception {
    long start = System.nanoTime();
    OursIngest ingest =
        OursIngest.start(
            servers,
            folder,
            "account: {from: bank.public.account, key: [id], event-time: updated_at}",
            List.of(Lakebeam.class.getName()),
            "--once");
    int code = ingest.process().waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (code != 0) {
      throw new IllegalStateException("the ingest ended with %d; see %s".formatted(code, folder));
    }
    Lake lake = Lake.at(folder.resolve("lake").toString());
    for (TableName table :
        List.of(Zones.bronze("account"), Zones.current("account"), Zones.history("account"))) {
      AtomicLong found = new AtomicLong();
      String first = lake.type(table).getFieldNames().get(0);
      lake.read(table, List.of(first)).forEach(row -> found.incrementAndGet());
      if (found.get() != rows) {
        throw new IllegalStateException(
            "%s has %,d rows instead of %,d".formatted(table, found.get(), rows));
      }
    }
    return seconds;
  }
}
