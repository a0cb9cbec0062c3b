package io.lakebeam.bench.freshness;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * One of several clients that pay at a steady rate, each transaction one payment and none to two
 * changes of accounts. Accounts and numbers of transactions are its own: those that leave its
 * number when divided by how many clients there are.
 */
final class PaymentClient {
  static final String TABLES =
      """
      CREATE TABLE payment (
        id bigint PRIMARY KEY,
        account bigint NOT NULL,
        amount numeric(12, 2) NOT NULL,
        note text,
        created_at timestamptz NOT NULL DEFAULT now());
      CREATE TABLE account (
        id bigint PRIMARY KEY,
        holder text NOT NULL,
        balance numeric(14, 2) NOT NULL DEFAULT 0,
        last_payment bigint NOT NULL DEFAULT 0,
        updated_at timestamptz NOT NULL DEFAULT now());
      ALTER TABLE payment REPLICA IDENTITY FULL;
      ALTER TABLE account REPLICA IDENTITY FULL;
      INSERT INTO account (id, holder)
        SELECT n, 'holder ' || n FROM generate_series(0, %d) AS n""";

  private final Connection connection;
  private final int number;
  private final int clients;
  private final int accounts;
  private final PendingTransactions pending;
  private final Random random;

  PaymentClient(
      Connection connection, int number, int clients, int accounts, PendingTransactions pending) {
    this.connection = connection;
    this.number = number;
    this.clients = clients;
    this.accounts = accounts;
    this.pending = pending;
    this.random = new Random(number);
  }

  /**
   * Pays so many times; what is late is done at once.
   *
   * @param nanosBetween from when one is due to when the next is
   * @return by how many milliseconds the last one was late
   */
  long pay(int times, long nanosBetween) throws SQLException {
    connection.setAutoCommit(false);
    long start = System.nanoTime();
    long late = 0;
    try (PreparedStatement payment =
            connection.prepareStatement(
                "INSERT INTO payment (id, account, amount, note) VALUES (?, ?, ?, ?)");
        PreparedStatement account =
            connection.prepareStatement(
                "UPDATE account SET balance = balance + 1, last_payment = ?, updated_at = now()"
                    + " WHERE id = ?")) {
      for (int i = 0; i < times; i++) {
        long due = start + i * nanosBetween;
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
          LockSupport.parkNanos(due - now);
        }
        pay(1L + number + (long) i * clients, payment, account);
        late = (System.nanoTime() - due) / 1_000_000;
      }
    }
    return late;
  }

  private void pay(long transaction, PreparedStatement payment, PreparedStatement account)
      throws SQLException {
    List<Long> changed = accounts(random.nextInt(3));
    payment.setLong(1, transaction);
    payment.setLong(2, number);
    payment.setBigDecimal(3, BigDecimal.valueOf(random.nextInt(1_000_000), 2));
    payment.setString(4, "payment number " + transaction);
    payment.executeUpdate();
    for (long id : changed) {
      account.setLong(1, transaction);
      account.setLong(2, id);
      account.addBatch();
    }
    if (!changed.isEmpty()) {
      account.executeBatch();
    }
    // Before the commit: what waits for its answer waits in this figure.
    pending.commits(transaction, changed, System.currentTimeMillis());
    connection.commit();
  }

  private List<Long> accounts(int count) {
    List<Long> chosen = new ArrayList<>(count);
    long first = (long) random.nextInt(accounts / clients) * clients + number;
    for (int i = 0; i < count; i++) {
      chosen.add((first + (long) i * clients) % accounts);
    }
    return chosen;
  }
}
