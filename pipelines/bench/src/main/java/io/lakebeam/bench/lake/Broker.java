package io.lakebeam.bench.lake;

import io.lakebeam.bench.changes.ChangeEvents;
import io.lakebeam.bench.changes.ChangeMix;
import io.lakebeam.bench.changes.ChangeTopic;
import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * A Kafka broker in a process of its own, and the topics filled in it.
 *
 * <p>One that was kept by an earlier benchmark in the same folder is used again, with its topics.
 */
final class Broker implements AutoCloseable {
  private final Path file;
  private final Properties kept;
  private final Optional<LocalServers> servers;

  private Broker(Path file, Properties kept, Optional<LocalServers> servers) {
    this.file = file;
    this.kept = kept;
    this.servers = servers;
  }

  /** Starts a broker in {@code folder}, or finds the one that was kept there. */
  static Broker in(Path folder) throws IOException {
    Path file = folder.resolve("broker.properties");
    Properties kept = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        kept.load(reader);
      }
      if (ProcessHandle.of(Long.parseLong(kept.getProperty("pid"))).isPresent()) {
        return new Broker(file, kept, Optional.empty());
      }
      Files.delete(file);
      kept.clear();
    }
    LocalServers servers =
        LocalServers.builder(folder.resolve("servers")).only(Server.KAFKA).start();
    kept.setProperty("kafka", servers.bootstrapServers());
    kept.setProperty("pid", Long.toString(servers.pid()));
    return new Broker(file, kept, Optional.of(servers));
  }

  String address() {
    return kept.getProperty("kafka");
  }

  /** The topic with the events of this mix and seed; filled if it is not there. */
  String topic(ChangeMix mix, long seed) throws InterruptedException {
    String topic =
        "bench.bank.public.account.%d.%d.%d.%d.%d.%d"
            .formatted(
                mix.existingRows(),
                mix.snapshotRows(),
                mix.inserts(),
                mix.updates(),
                mix.deletes(),
                seed);
    if (!kept.containsKey(topic)) {
      long start = System.nanoTime();
      try (ChangeTopic filled = ChangeTopic.create(address(), topic)) {
        filled.fill(new ChangeEvents(mix, seed));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.err.printf("Filled %s with %,d events in %.1f s%n", topic, mix.events(), seconds);
      kept.setProperty(topic, Integer.toString(mix.events()));
    }
    return topic;
  }

  /** Leaves the broker running for later benchmarks in the same folder. */
  void keep() throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      kept.store(writer, null);
    }
    servers.ifPresent(LocalServers::keepRunning);
    System.err.printf(
        "Kept the broker at %s; to stop it: kill %s%n", address(), kept.getProperty("pid"));
  }

  /** Stops the broker if it was started here and not kept. */
  @Override
  public void close() {
    servers.ifPresent(LocalServers::close);
  }
}
