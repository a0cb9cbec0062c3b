package io.lakebeam.torture;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Five clients that change a source all at once, each by a seed of its own that comes from one.
 *
 * <pre>{@code
 * try (Workload workload =
 *     Workload.of(source, Mix.full(), ValuePool.KEPT, seed).withRate(100)) {
 *   workload.prepare(200);
 *   workload.start();
 *   ...
 *   workload.stop();
 * }
 * }</pre>
 *
 * <p>The same seed gives each client the same actions and values; which of them meet in one row at
 * the same time is left to chance.
 */
final class Workload implements AutoCloseable {
  private static final int CLIENTS = 5;

  private final TortureSource source;
  private final Mix mix;
  private final ValuePool pool;
  private final long seed;
  private final int rate;
  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong rolledBack = new AtomicLong();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  private final List<WorkloadClient> clients = new ArrayList<>();
  private final ColumnChanges columns = new ColumnChanges();
  private volatile boolean stopped;

  private Workload(TortureSource source, Mix mix, ValuePool pool, long seed, int rate) {
    this.source = source;
    this.mix = mix;
    this.pool = pool;
    this.seed = seed;
    this.rate = rate;
  }

  /** As fast as it goes. */
  static Workload of(TortureSource source, Mix mix, ValuePool pool, long seed) {
    return new Workload(source, mix, pool, seed, 0);
  }

  /** At most so many transactions per second, of all clients together. */
  Workload withRate(int perSecond) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("rate must be > 0, was " + perSecond);
    }
    return new Workload(source, mix, pool, seed, perSecond);
  }

  /** Connects the clients, and lets them do so many transactions one after the other. */
  void prepare(int transactions) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new WorkloadClient(source, mix, pool, random.split(), i, CLIENTS, columns));
    }
    act(transactions);
  }

  /** Lets the clients do so many transactions one after the other: the same ones every time. */
  void act(int transactions) throws Exception {
    for (int i = 0; i < transactions; i++) {
      count(clients.get(i % CLIENTS).act());
    }
  }

  /**
   * Lets the clients go on, until {@link #stop}; tables are neither changed nor truncated before
   * {@link #lakeHas}.
   */
  void start() {
    columns.seen(-1);
    for (WorkloadClient client : clients) {
      running.add(CompletableFuture.runAsync(() -> run(client), Workload::startThread));
    }
  }

  /** The lake has all that was committed before this position of the log. */
  void lakeHas(long lsn) {
    columns.seen(lsn);
  }

  private static void startThread(Runnable client) {
    Thread thread = new Thread(client, "client");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(WorkloadClient client) {
    long next = System.nanoTime();
    try {
      while (!stopped) {
        count(client.act());
        next += rate == 0 ? 0 : CLIENTS * 1_000_000_000L / rate;
        long early = next - System.nanoTime();
        if (early > 0) {
          Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("a client of the workload has failed", e);
    }
  }

  private void count(boolean isCommitted) {
    (isCommitted ? committed : rolledBack).incrementAndGet();
  }

  /** Fails if a client has. */
  void requireRunning() {
    running.stream()
        .filter(CompletableFuture::isCompletedExceptionally)
        .forEach(CompletableFuture::join);
  }

  /** Waits until no client does anything more; fails if one has failed. */
  void stop() {
    stopped = true;
    running.forEach(CompletableFuture::join);
  }

  /** Ends the clients and their sessions. */
  @Override
  public void close() throws SQLException {
    stopped = true;
    running.forEach(client -> client.handle((done, failure) -> null).join());
    for (WorkloadClient client : clients) {
      client.close();
    }
  }

  @Override
  public String toString() {
    return "%d transactions committed, %d rolled back".formatted(committed.get(), rolledBack.get());
  }
}
