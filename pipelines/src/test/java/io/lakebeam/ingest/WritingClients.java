package io.lakebeam.ingest;

import io.lakebeam.local.LocalServers;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Clients who insert, update and delete rows of a table with a key {@code id} and a {@code note},
 * in transactions that overlap, from their making to their closing.
 */
final class WritingClients implements AutoCloseable {
  private static final int CLIENTS = 2;
  private static final int ROWS = 500;

  private final LocalServers servers;
  private final String table;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicLong transactions = new AtomicLong();
  private final List<CompletableFuture<Void>> running;

  WritingClients(LocalServers servers, String table) {
    this.servers = servers;
    this.table = table;
    this.running =
        IntStream.range(0, CLIENTS)
            .mapToObj(client -> CompletableFuture.runAsync(() -> write(client)))
            .toList();
  }

  /** How many they have ended so far. */
  long transactions() {
    return transactions.get();
  }

  @Override
  public void close() {
    open.set(false);
    running.forEach(CompletableFuture::join);
  }

  private void write(int client) {
    SplittableRandom random = new SplittableRandom(client);
    try (SourceUnderTest source = SourceUnderTest.connect(servers)) {
      for (int n = 0; open.get(); n++) {
        int mine = random.nextInt(ROWS / CLIENTS) * CLIENTS + client;
        source.inOneTransaction(
            "INSERT INTO %s VALUES (%d, 'new')".formatted(table, ROWS + 1 + n * CLIENTS + client),
            // Transactions are to overlap.
            "SELECT pg_sleep(%f)".formatted(random.nextDouble(0.02)),
            "UPDATE %s SET note = 'update %d' WHERE id = %d".formatted(table, n, mine),
            "DELETE FROM %s WHERE id = %d"
                .formatted(table, (mine * 7 + CLIENTS) % ROWS / CLIENTS * CLIENTS + client));
        transactions.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
