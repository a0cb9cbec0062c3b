package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.TransactionCut;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import io.lakebeam.local.LocalServers;
import io.lakebeam.source.TopicOffsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Money that clients move between two tables of a real PostgreSQL, a transaction for each time, so
 * that there is always as much. Some move a little in one row of each, one moves so much in so many
 * rows that the lake commits while it is read.
 */
final class MovedMoney implements AutoCloseable {
  private static final String PROJECT = "moved";
  private static final int ROWS = 10_000;
  private static final int LITTLE_PAUSE_MILLIS = 20;
  private static final int LONG_PAUSE_MILLIS = 1_000;
  private static final long MONEY = 2L * ROWS * 1_000;

  private final LocalServers servers;
  private final Path folder;
  private final SourceUnderTest source;
  private final AtomicBoolean isOpen = new AtomicBoolean();
  private CompletableFuture<Void> clients = CompletableFuture.completedFuture(null);

  MovedMoney(LocalServers servers, Path folder) throws Exception {
    this.servers = servers;
    this.folder = folder;
    this.source = SourceUnderTest.connect(servers);
    for (String table : List.of("purse", "vault")) {
      source.execute(
          "CREATE TABLE %s (id bigint PRIMARY KEY, amount bigint, updated_at timestamptz)"
              .formatted(table));
      source.execute(
          "INSERT INTO %s SELECT n, 1000, now() FROM generate_series(1, %d) n"
              .formatted(table, ROWS));
    }
    source.execute("CREATE TABLE note (id bigint PRIMARY KEY, updated_at timestamptz)");
    source.execute("INSERT INTO note SELECT n, now() FROM generate_series(1, 10) n");
    source.execute("CREATE TABLE uncaptured (n int)");
    try (TopicOffsets topics = TopicOffsets.of(servers.bootstrapServers())) {
      topics.create(new NewTopic(PROJECT + ".bank.public.purse", 3, (short) 1));
    }
  }

  SourceUnderTest source() {
    return source;
  }

  Lake lake() {
    return Lake.at(folder.resolve("lake").toString());
  }

  Path projectFile() throws Exception {
    return Files.writeString(
        folder.resolve("project.yaml"),
        """
        project: %s
        lake: {warehouse: ./lake}
        sources:
          bank:
            type: postgres
            url: %s
            user: %s
            password: ${PASSWORD}
            kafka: %s
            connect: %s
        tables:
          purse: {from: bank.public.purse, key: [id], event-time: updated_at}
          vault: {from: bank.public.vault, key: [id], event-time: updated_at}
          note: {from: bank.public.note, key: [id], event-time: updated_at}
        """
            .formatted(
                PROJECT,
                servers.postgresUrl(),
                servers.postgresUser(),
                servers.bootstrapServers(),
                servers.connectUrl()));
  }

  Map<String, String> variables() {
    return Map.of("PASSWORD", servers.postgresPassword());
  }

  /** Clients come and move money without a pause, until {@link #rest}. */
  void open() {
    isOpen.set(true);
    clients =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(this::moveLittle),
            CompletableFuture.runAsync(this::moveMuch));
  }

  /** The clients leave; all that they did is committed. */
  void rest() {
    isOpen.set(false);
    clients.join();
  }

  private void moveLittle() {
    SplittableRandom random = new SplittableRandom(1);
    move(LITTLE_PAUSE_MILLIS, round -> "id = " + random.nextInt(1, ROWS + 1));
  }

  private void moveMuch() {
    move(LONG_PAUSE_MILLIS, round -> round % 6 == 4 ? "true" : "id % 100 = " + round % 100);
  }

  private void move(int pauseMillis, IntFunction<String> which) {
    try (SourceUnderTest mine = SourceUnderTest.connect(servers)) {
      for (int round = 0; isOpen.get(); round++) {
        String rows = which.apply(round);
        int amount = round % 2 == 0 ? 1 : -2;
        mine.inOneTransaction(
            "UPDATE purse SET amount = amount - %d WHERE %s".formatted(amount, rows),
            "UPDATE vault SET amount = amount + %d WHERE %s".formatted(amount, rows));
        Thread.sleep(pauseMillis);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is missing in both tables together as of the cut. */
  long missingAt(TransactionCut cut) {
    long[] found = new long[1];
    for (String table : List.of("purse", "vault")) {
      cut.forEach(lake(), table, null, row -> found[0] += row.getLong(1));
    }
    return MONEY - found[0];
  }

  /** What is missing in both tables as the newest snapshots have them. */
  long missingNow() {
    long[] found = new long[1];
    for (String table : List.of("purse", "vault")) {
      lake()
          .read(Zones.current(table), List.of("amount", ChangeColumns.DELETED))
          .forEach(row -> found[0] += row.getBoolean(1) ? 0 : row.getLong(0));
    }
    return MONEY - found[0];
  }

  @Override
  public void close() throws Exception {
    rest();
    source.close();
  }
}
