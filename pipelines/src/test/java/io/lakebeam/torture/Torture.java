package io.lakebeam.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run: a workload on a source, the ingest of it, faults by the same seed, and the oracle.
 *
 * @param seed decides the workload and the faults
 * @param duration how long the workload goes on
 * @param runner {@code direct}, {@code flink} or {@code cluster}
 * @param mix what the clients do
 * @param pool the values they write
 * @param rate transactions per second
 */
record Torture(long seed, Duration duration, String runner, Mix mix, ValuePool pool, int rate) {
  private static final int ROWS_BEFORE = 300;
  private static final long PATIENCE_NANOS = 300_000_000_000L;
  private static final long MILLIS_BETWEEN_LOOKS = 100;

  /** A condition whose check may fail. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * What a run leaves.
   *
   * @param warehouse the lake
   * @param committed what the witness saw
   * @param columns the columns that the tables had
   * @param poison what {@link TortureTopics#poison} sent
   * @param cuts the source at some positions, at its end last
   */
  record Evidence(
      Path warehouse,
      List<Committed> committed,
      Map<TortureTable, TableColumns> columns,
      Map<String, String> poison,
      List<TortureSource.Cut> cuts) {}

  FaultSchedule faults() {
    return FaultSchedule.of(seed, duration, runner);
  }

  /**
   * Runs it.
   *
   * @param log what is told while it runs
   * @return what the oracle needs; nothing writes to the lake any more
   */
  Evidence run(TortureServers servers, Path folder, Consumer<String> log) throws Exception {
    TortureSource source = source(servers);
    source.makeTables();
    try (Witness witness = Witness.of(source);
        TortureIngest ingest = ingest(servers, folder);
        Workload workload = Workload.of(source, mix, pool, seed).withRate(rate)) {
      LakeProgress progress =
          new LakeProgress(servers, source, ingest.connector(), ingest.warehouse());
      workload.prepare(ROWS_BEFORE);
      workload.start();
      ingest.start();
      awaitCommit(progress, ingest);
      Strikes strikes = new Strikes(servers, source, ingest, progress, seed);
      List<TortureSource.Cut> cuts = new ArrayList<>();
      try (LakeFollower follower = LakeFollower.start(source, progress, workload::lakeHas)) {
        suffer(strikes, ingest, workload, () -> cuts.add(source.cut()), log);
      }
      workload.stop();
      log.accept(workload.toString());
      drain(source, progress, ingest);
      ingest.stop();
      strikes.requireOnce();
      servers.removeConnector(ingest.connector());
      cuts.add(source.cut());
      witness.await(source.mark());
      return new Evidence(
          ingest.warehouse(), witness.committed(), witness.columns(), strikes.poison(), cuts);
    }
  }

  /** Its source's tables. */
  TortureSource source(TortureServers servers) {
    return new TortureSource(servers.postgres(), name());
  }

  /** Its ingest, not started. */
  TortureIngest ingest(TortureServers servers, Path folder) throws Exception {
    return new TortureIngest(servers, name(), folder, runner);
  }

  private String name() {
    return "torture_%s_%d".formatted(runner, Math.abs(seed));
  }

  /** Something that may fail. */
  private interface Step {
    void run() throws Exception;
  }

  /** Faults, each followed by a look at the source, until the workload's time is over. */
  private void suffer(
      Strikes strikes, TortureIngest ingest, Workload workload, Step look, Consumer<String> log)
      throws Exception {
    long start = System.nanoTime();
    for (FaultSchedule.Planned planned : faults().faults()) {
      sleepUntil(start + planned.after().toNanos(), ingest, workload);
      long at = System.nanoTime();
      strikes.strike(planned.fault());
      log.accept("%s, %.1f s until it was back".formatted(planned, (System.nanoTime() - at) / 1e9));
      look.run();
    }
    sleepUntil(start + duration.toNanos(), ingest, workload);
  }

  private static void sleepUntil(long nanos, TortureIngest ingest, Workload workload)
      throws Exception {
    while (System.nanoTime() < nanos) {
      ingest.requireAlive();
      workload.requireRunning();
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
  }

  /** Faults before the first commit would meet an ingest that has nothing to lose. */
  static void awaitCommit(LakeProgress progress, TortureIngest ingest) throws Exception {
    awaitSlot(progress, ingest);
    await(ingest, "the first commit", progress::hasBegun);
  }

  /** Waits until the running ingest has brought all that is committed now into the lake. */
  static void drain(TortureSource source, LakeProgress progress, TortureIngest ingest)
      throws Exception {
    // A mark from before the slot would count as read while the snapshot is still to come.
    awaitSlot(progress, ingest);
    long mark = source.mark();
    await(
        ingest,
        "the connector to read the source up to " + Version.lsnText(mark),
        () -> progress.isRead(mark));
    Map<String, Long> ends = progress.ends();
    await(ingest, "the lake to be at " + ends, () -> progress.has(ends));
    await(ingest, "the rows that were truncated to end", progress::hasSettled);
  }

  private static void awaitSlot(LakeProgress progress, TortureIngest ingest) throws Exception {
    await(ingest, "the connector to make its slot", progress::hasSlot);
  }

  static void await(TortureIngest ingest, String what, Condition condition) throws Exception {
    await(
        () -> {
          ingest.requireAlive();
          return condition.holds();
        },
        what);
  }

  static void await(Condition condition, String what) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
  }

  @Override
  public String toString() {
    return "seed %d, runner %s, %d s, %d transactions/s, mix %s, values %s, faults: %s"
        .formatted(seed, runner, duration.toSeconds(), rate, mix, pool, faults());
  }
}
