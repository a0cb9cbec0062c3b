package io.lakebeam.bench.freshness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The transactions that silver does not show yet, and how long the others have waited, in
 * milliseconds. A transaction is visible when all its rows are: its own payment, and of each
 * account that it has changed this version or a newer one.
 *
 * <p>Transactions of one account begin in the order of their commits. Safe for use by several
 * threads.
 */
final class PendingTransactions {
  private final Map<Long, Transaction> byNumber = new HashMap<>();
  private final Map<Long, Deque<Transaction>> byAccount = new HashMap<>();
  private final List<Long> waits = new ArrayList<>();

  private static final class Transaction {
    private final long number;
    private final long committed;
    private int rows;

    private Transaction(long number, long committed, int rows) {
      this.number = number;
      this.committed = committed;
      this.rows = rows;
    }
  }

  /**
   * Commits now.
   *
   * @param number of the transaction, which is also the key of its payment
   * @param accounts that it has changed
   */
  synchronized void commits(long number, List<Long> accounts, long millis) {
    Transaction transaction = new Transaction(number, millis, 1 + accounts.size());
    byNumber.put(number, transaction);
    accounts.forEach(
        account -> byAccount.computeIfAbsent(account, a -> new ArrayDeque<>()).add(transaction));
  }

  /** Silver shows the payment. */
  synchronized void paymentSeen(long number, long millis) {
    Transaction transaction = byNumber.get(number);
    if (transaction == null) {
      throw new IllegalStateException("silver shows payment %d again".formatted(number));
    }
    rowSeen(transaction, millis);
  }

  /** Silver shows the account as this transaction has left it. */
  synchronized void accountSeen(long account, long number, long millis) {
    Deque<Transaction> waiting = byAccount.get(account);
    while (waiting != null && !waiting.isEmpty() && waiting.peek().number <= number) {
      rowSeen(waiting.remove(), millis);
    }
  }

  private void rowSeen(Transaction transaction, long millis) {
    if (--transaction.rows == 0) {
      byNumber.remove(transaction.number);
      waits.add(millis - transaction.committed);
    }
  }

  /** How many are not visible. */
  synchronized int count() {
    return byNumber.size();
  }

  /** How long each of the others has waited, in the order in which they became visible. */
  synchronized long[] waits() {
    return waits.stream().mapToLong(Long::longValue).toArray();
  }
}
