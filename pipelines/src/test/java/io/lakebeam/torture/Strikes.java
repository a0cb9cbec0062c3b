package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The faults of a run, done to it. */
final class Strikes {
  private static final int COPIED = 10_000;

  /** Of them in the topic when Connect is killed. */
  private static final int IN_THE_MIDDLE = 1_000;

  private final TortureServers servers;
  private final TortureSource source;
  private final TortureIngest ingest;
  private final LakeProgress progress;
  private final Random random;
  private final Map<String, String> poison = new HashMap<>();
  private int copies;
  private boolean isDeliveredAgain;

  Strikes(
      TortureServers servers,
      TortureSource source,
      TortureIngest ingest,
      LakeProgress progress,
      long seed) {
    this.servers = servers;
    this.source = source;
    this.ingest = ingest;
    this.progress = progress;
    this.random = new Random(seed);
  }

  /** What {@link TortureTopics#poison} has sent. */
  Map<String, String> poison() {
    return poison;
  }

  /** Connect has brought every event into Kafka once, whatever was killed. */
  void requireOnce() throws IOException {
    if (!isDeliveredAgain) {
      assertThat(topics().repeated()).as("events that are in Kafka more than once").isEmpty();
    }
  }

  void strike(TortureFault fault) throws Exception {
    switch (fault) {
      case KILL_WORKER -> {
        ingest.killWorker();
        awaitGoingOn();
      }
      case KILL_JOBMANAGER -> {
        ingest.killJobManager();
        awaitGoingOn();
      }
      case KILL_CONNECT -> servers.killConnect();
      case KILL_CONNECT_IN_COPY -> killConnectInCopy();
      case KILL_BROKER -> servers.killBroker();
      case RESTART_BROKER -> servers.restartBroker();
      case DELIVER_AGAIN -> {
        isDeliveredAgain = true;
        topics().deliverAgain(progress.ends(), poison.keySet(), random);
      }
      case POISON -> poison.putAll(topics().poison(random, poison.isEmpty()));
    }
  }

  /**
   * An ingest that finds no Connect or no broker when it starts ends with that message: it has
   * started when events that came after the kill are in the lake.
   */
  private void awaitGoingOn() throws Exception {
    Map<String, Long> before = progress.ends();
    Torture.await(ingest, "events after the kill", () -> !progress.ends().equals(before));
    Map<String, Long> ends = progress.ends();
    Torture.await(ingest, "the ingest to go on", () -> progress.has(ends));
  }

  private TortureTopics topics() {
    List<String> names =
        Arrays.stream(TortureTable.values())
            .map(table -> ingest.connector() + "." + source.name(table))
            .toList();
    return new TortureTopics(servers.bootstrapServers(), names);
  }

  /** One transaction; the connector has to begin it again. */
  private void killConnectInCopy() throws Exception {
    String partition = ingest.connector() + "." + source.name(TortureTable.SLIM) + "-0";
    long before = progress.ends().get(partition);
    source.copySlim(COPIED, ++copies);
    Torture.await(
        ingest,
        "the first rows of a COPY",
        () -> progress.ends().get(partition) >= before + IN_THE_MIDDLE);
    servers.killConnect();
  }
}
