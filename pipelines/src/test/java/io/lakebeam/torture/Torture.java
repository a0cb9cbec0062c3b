package io.lakebeam.torture;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.postgresql.replication.LogSequenceNumber;

/**
 * One run: a workload on a source, the ingest of it, faults by the same seed, and the oracle.
 *
 * @param seed decides the workload and the faults
 * @param duration how long the workload goes on
 * @param runner {@code direct} or {@code flink}
 * @param mix what the clients do
 * @param pool the values they write
 * @param rate transactions per second
 */
record Torture(long seed, Duration duration, String runner, Mix mix, ValuePool pool, int rate) {
  private static final int ROWS_BEFORE = 300;
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final long MILLIS_BETWEEN_LOOKS = 250;

  /** A condition whose check may fail. */
  private interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * What a run leaves.
   *
   * @param warehouse the lake
   * @param committed what the witness saw
   * @param cuts the source at some positions, at its end last
   */
  record Evidence(Path warehouse, List<Committed> committed, List<TortureSource.Cut> cuts) {}

  FaultSchedule faults() {
    return FaultSchedule.of(seed, duration);
  }

  /**
   * Runs it.
   *
   * @param log what is told while it runs
   * @return what the oracle needs; nothing writes to the lake any more
   */
  Evidence run(TortureServers servers, Path folder, Consumer<String> log) throws Exception {
    String name = "torture_%s_%d".formatted(runner, Math.abs(seed));
    TortureSource source = new TortureSource(servers.postgres(), name);
    source.makeTables();
    try (Witness witness = Witness.of(source);
        TortureIngest ingest = new TortureIngest(servers, name, folder, runner);
        Workload workload = Workload.of(source, mix, pool, seed).withRate(rate)) {
      workload.prepare(ROWS_BEFORE);
      workload.start();
      ingest.start();
      awaitSlot(source, ingest);
      awaitCommit(ingest);
      List<TortureSource.Cut> cuts = new ArrayList<>();
      suffer(servers, ingest, workload, () -> cuts.add(source.cut()), log);
      workload.stop();
      log.accept(workload.toString());
      drain(servers, source, ingest);
      ingest.kill();
      servers.removeConnector(ingest.connector());
      cuts.add(source.cut());
      witness.await(source.mark());
      return new Evidence(ingest.warehouse(), witness.committed(), cuts);
    }
  }

  /** Something that may fail. */
  private interface Step {
    void run() throws Exception;
  }

  /** Faults, each followed by a look at the source, until the workload's time is over. */
  private void suffer(
      TortureServers servers,
      TortureIngest ingest,
      Workload workload,
      Step look,
      Consumer<String> log)
      throws Exception {
    long start = System.nanoTime();
    for (FaultSchedule.Planned planned : faults().faults()) {
      sleepUntil(start + planned.after().toNanos(), ingest, workload);
      long at = System.nanoTime();
      strike(planned.fault(), servers, ingest);
      log.accept("%s, %.1f s until it was back".formatted(planned, (System.nanoTime() - at) / 1e9));
      look.run();
    }
    sleepUntil(start + duration.toNanos(), ingest, workload);
  }

  private static void strike(TortureFault fault, TortureServers servers, TortureIngest ingest)
      throws Exception {
    switch (fault) {
      case KILL_INGEST -> {
        ingest.kill();
        ingest.start();
      }
      case KILL_CONNECT -> servers.killConnect(ingest.connector());
      case KILL_BROKER -> servers.killBroker();
      case RESTART_BROKER -> servers.restartBroker();
    }
  }

  private static void sleepUntil(long nanos, TortureIngest ingest, Workload workload)
      throws Exception {
    while (System.nanoTime() < nanos) {
      ingest.requireAlive();
      workload.requireRunning();
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
  }

  private static void awaitSlot(TortureSource source, TortureIngest ingest) throws Exception {
    await(
        ingest,
        "the connector to make its slot",
        () ->
            !source
                .single("SELECT count(*) FROM pg_replication_slots WHERE " + slot(source))
                .equals("0"));
  }

  /** Faults before the first commit would meet an ingest that has nothing to lose. */
  static void awaitCommit(TortureIngest ingest) throws Exception {
    Positions positions = Positions.in(Lake.at(ingest.warehouse().toString()));
    await(ingest, "the first commit", () -> !positions.read().isEmpty());
  }

  /** Waits until the running ingest has brought all that is committed now into the lake. */
  static void drain(TortureServers servers, TortureSource source, TortureIngest ingest)
      throws Exception {
    long mark = source.mark();
    String confirmed =
        "SELECT coalesce(max(confirmed_flush_lsn), '0/0')::text FROM pg_replication_slots WHERE "
            + slot(source);
    await(
        ingest,
        "the connector to read the source up to " + Version.lsnText(mark),
        () -> LogSequenceNumber.valueOf(source.single(confirmed)).asLong() >= mark);
    Map<String, Long> ends = ends(servers, ingest.connector(), source.schema());
    Positions positions = Positions.in(Lake.at(ingest.warehouse().toString()));
    await(
        ingest,
        "the lake to be at " + ends,
        () -> {
          Map<String, Long> now = positions.read();
          return ends.entrySet().stream()
              .allMatch(end -> now.getOrDefault(end.getKey(), 0L) >= end.getValue());
        });
  }

  private static String slot(TortureSource source) {
    return "slot_name LIKE 'lakebeam_%s%%' AND confirmed_flush_lsn IS NOT NULL"
        .formatted(source.schema());
  }

  private static Map<String, Long> ends(TortureServers servers, String connector, String schema)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
      List<String> topics =
          admin.listTopics().names().get().stream()
              .filter(topic -> topic.startsWith(connector + "." + schema + "."))
              .toList();
      Map<TopicPartition, OffsetSpec> latest =
          admin.describeTopics(topics).allTopicNames().get().values().stream()
              .flatMap(Torture::partitions)
              .collect(Collectors.toMap(partition -> partition, p -> OffsetSpec.latest()));
      Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(latest).all().get();
      return ends.entrySet().stream()
          .collect(
              Collectors.toMap(end -> end.getKey().toString(), end -> end.getValue().offset()));
    }
  }

  private static Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream().map(p -> new TopicPartition(topic.name(), p.partition()));
  }

  private static void await(TortureIngest ingest, String what, Condition condition)
      throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      ingest.requireAlive();
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
