package io.lakebeam.bench.freshness;

import io.lakebeam.bench.measure.MemoryTrend;
import io.lakebeam.bench.measure.OursIngest;
import io.lakebeam.local.LocalServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/bench freshness}. */
@Command(
    name = "freshness",
    mixinStandardHelpOptions = true,
    description = "From a commit in PostgreSQL until silver shows it, everything on this machine.")
public final class FreshnessBench implements Callable<Integer> {
  private static final int CLIENTS = 4;
  private static final int ACCOUNTS = 100_000;
  private static final long POLL_MILLIS = 50;
  private static final long PATIENCE_SECONDS = 180;

  @Option(names = "--rate", description = "Transactions a second. Default: ${DEFAULT-VALUE}")
  private int rate = 2_000;

  @Option(names = "--seconds", description = "For so long. Default: ${DEFAULT-VALUE}")
  private int seconds = 600;

  @Option(
      names = "--commit-interval",
      paramLabel = "SECONDS",
      description = "Of the ingest. Default: ${DEFAULT-VALUE}")
  private int commitSeconds = 2;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Everything is written into a new folder in it. Default: ${DEFAULT-VALUE}")
  private Path work = Path.of(".lakebeam", "bench");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    for (int number : new int[] {rate / CLIENTS, seconds, commitSeconds}) {
      if (number < 1) {
        throw new ParameterException(
            spec.commandLine(),
            "--rate must be %d or more, other numbers 1 or more".formatted(CLIENTS));
      }
    }
    Files.createDirectories(work);
    Path folder = Files.createTempDirectory(work.toRealPath(), "freshness-");
    try (LocalServers servers = LocalServers.builder(folder.resolve("servers")).start()) {
      try (Connection connection = connect(servers);
          Statement statement = connection.createStatement()) {
        statement.execute(PaymentClient.TABLES.formatted(ACCOUNTS - 1));
      }
      Path samples = folder.resolve("memory");
      OursIngest ingest = startIngest(servers, folder, samples);
      try {
        System.out.print(measure(servers, ingest, folder));
      } finally {
        ingest.process().destroy();
        if (!ingest.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          ingest.process().destroyForcibly();
        }
      }
      System.out.print(MemoryTrend.text(samples));
    }
    return 0;
  }

  private String measure(LocalServers servers, OursIngest ingest, Path folder) throws Exception {
    PendingTransactions pending = new PendingTransactions();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (Catalog catalog =
        CatalogFactory.createCatalog(
            CatalogContext.create(
                new org.apache.paimon.fs.Path(folder.resolve("lake").toString())))) {
      SilverRows accounts = new SilverRows(catalog, "account", "id", "last_payment");
      SilverRows payments = new SilverRows(catalog, "payment", "id");
      awaitSnapshot(accounts, ingest);
      long start = System.nanoTime();
      List<Future<Long>> clients = new ArrayList<>();
      int each = rate * seconds / CLIENTS;
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        clients.add(
            threads.submit(
                () -> {
                  try (Connection connection = connect(servers)) {
                    return new PaymentClient(connection, number, CLIENTS, ACCOUNTS, pending)
                        .pay(each, 1_000_000_000L * CLIENTS / rate);
                  }
                }));
      }
      long stop = 0;
      while (stop == 0 || pending.count() > 0) {
        requireAlive(ingest);
        if (stop == 0 && clients.stream().allMatch(Future::isDone)) {
          stop = System.nanoTime();
        }
        if (stop != 0 && System.nanoTime() - stop > PATIENCE_SECONDS * 1_000_000_000) {
          throw new IllegalStateException(
              "%,d transactions did not come to silver within %d s; see %s"
                  .formatted(pending.count(), PATIENCE_SECONDS, ingest.log()));
        }
        payments.readNew(row -> pending.paymentSeen(row.getLong(0), System.currentTimeMillis()));
        accounts.readNew(
            row -> pending.accountSeen(row.getLong(0), row.getLong(1), System.currentTimeMillis()));
        Thread.sleep(POLL_MILLIS);
      }
      long late = 0;
      for (Future<Long> client : clients) {
        late = Math.max(late, client.get());
      }
      return new FreshnessReport(pending.waits(), (stop - start) / 1e9, late, commitSeconds).text();
    } finally {
      threads.shutdownNow();
    }
  }

  private void awaitSnapshot(SilverRows accounts, OursIngest ingest) throws Exception {
    int[] rows = {0};
    long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000;
    while (rows[0] < ACCOUNTS) {
      requireAlive(ingest);
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "silver has %,d of %,d accounts after %d s; see %s"
                .formatted(rows[0], ACCOUNTS, PATIENCE_SECONDS, ingest.log()));
      }
      accounts.readNew(row -> rows[0]++);
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static void requireAlive(OursIngest ingest) {
    if (!ingest.process().isAlive()) {
      throw new IllegalStateException("the ingest has ended; see " + ingest.log());
    }
  }

  private OursIngest startIngest(LocalServers servers, Path folder, Path samples)
      throws IOException, InterruptedException {
    return OursIngest.start(
        servers,
        folder,
        """
        payment: {from: bank.public.payment, key: [id], event-time: created_at}
        account: {from: bank.public.account, key: [id], event-time: updated_at}""",
        List.of(FreshnessRun.class.getName(), samples.toString()),
        "--continuous",
        "--commit-interval",
        Integer.toString(commitSeconds));
  }

  private static Connection connect(LocalServers servers) throws SQLException {
    return DriverManager.getConnection(
        servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
  }
}
