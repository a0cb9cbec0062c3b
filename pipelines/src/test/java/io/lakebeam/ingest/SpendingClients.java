package io.lakebeam.ingest;

import io.lakebeam.local.LocalServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Clients who move money between rows of two tables, from their making to their closing. */
final class SpendingClients implements AutoCloseable {
  private static final int CLIENTS = 4;

  private final LocalServers servers;
  private final int customers;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicLong transactions = new AtomicLong();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();

  SpendingClients(LocalServers servers, int customers) {
    this.servers = servers;
    this.customers = customers;
    for (int client = 0; client < CLIENTS; client++) {
      SplittableRandom random = new SplittableRandom(client);
      running.add(CompletableFuture.runAsync(() -> spend(random)));
    }
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

  private void spend(SplittableRandom random) {
    try (Connection connection =
            DriverManager.getConnection(
                servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (open.get()) {
        int customer = random.nextInt(1, customers + 1);
        int order = random.nextInt(customers / 3);
        statement.execute("UPDATE customer SET balance = balance - 1 WHERE id = " + customer);
        // Transactions are to overlap.
        Thread.sleep(random.nextInt(10));
        statement.execute(
            "INSERT INTO line VALUES (%d, 0, 1, now()) ON CONFLICT (order_id, line)"
                    .formatted(order)
                + " DO UPDATE SET amount = line.amount + 1");
        if (random.nextInt(10) == 0) {
          statement.execute("DELETE FROM line WHERE order_id = " + order);
        }
        if (random.nextInt(10) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
        transactions.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
