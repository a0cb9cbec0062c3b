package io.lakebeam.local;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.util.FutureCallback;

/**
 * Kafka Connect, a cluster of one worker, with what the class path holds: Debezium and the JSON
 * converter. What its connectors produce is in Kafka exactly once; its own state is in Kafka, too.
 */
final class ConnectWorker implements AutoCloseable {
  /** How long the worker may take to join its group: a killed one has to be given up first. */
  private static final long SECONDS_TO_JOIN = 60;

  private final Connect<DistributedHerder> connect;

  private ConnectWorker(Connect<DistributedHerder> connect) {
    this.connect = connect;
  }

  /**
   * Starts the worker, and returns when it is one of its group: before that it takes no connector.
   *
   * @param brokerStarted returns once the broker has started: what comes before its first use runs
   *     beside its start
   */
  static ConnectWorker start(
      WorkingDirectory directory, int port, int kafkaPort, Runnable brokerStarted)
      throws InterruptedException, ExecutionException, TimeoutException {
    Connect<DistributedHerder> connect =
        new AfterBroker(brokerStarted).startConnect(settings(directory, port, kafkaPort));
    FutureCallback<Void> joined = new FutureCallback<>();
    connect.herder().healthCheck(joined);
    joined.get(SECONDS_TO_JOIN, TimeUnit.SECONDS);
    return new ConnectWorker(connect);
  }

  @Override
  public void close() {
    connect.stop();
  }

  private static Map<String, String> settings(WorkingDirectory directory, int port, int kafkaPort) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("bootstrap.servers", Ports.LOOPBACK + ":" + kafkaPort);
    settings.put("listeners", "http://" + Ports.LOOPBACK + ":" + port);
    settings.putAll(asOneOfAGroup());
    // Everything comes from the class path, whose plugins all declare themselves: no scan of every
    // class.
    settings.put("plugin.discovery", "service_load");
    settings.put("config.providers", WorkingDirectory.SECRETS_PROVIDER);
    settings.put(
        "config.providers.%s.class".formatted(WorkingDirectory.SECRETS_PROVIDER),
        DirectoryConfigProvider.class.getName());
    settings.put(
        "config.providers.%s.param.allowed.paths".formatted(WorkingDirectory.SECRETS_PROVIDER),
        directory.secrets().toString());
    for (String side : new String[] {"key", "value"}) {
      settings.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
      settings.put(side + ".converter.schemas.enable", "false");
    }
    settings.put("producer.max.request.size", Integer.toString(KafkaBroker.LARGEST_RECORD_BYTES));
    // Fewer, larger requests: a fifth less processor time for a snapshot.
    settings.put("producer.linger.ms", "10");
    settings.put("producer.batch.size", Integer.toString(256 << 10));
    return settings;
  }

  private static Map<String, String> asOneOfAGroup() {
    return Map.ofEntries(
        Map.entry("group.id", "lakebeam-connect"),
        Map.entry("config.storage.topic", "connect-configs"),
        Map.entry("config.storage.replication.factor", "1"),
        Map.entry("offset.storage.topic", "connect-offsets"),
        Map.entry("offset.storage.replication.factor", "1"),
        Map.entry("offset.storage.partitions", "1"),
        Map.entry("status.storage.topic", "connect-status"),
        Map.entry("status.storage.replication.factor", "1"),
        Map.entry("status.storage.partitions", "1"),
        Map.entry("exactly.once.source.support", "enabled"),
        // A broker that is away for longer than a transaction may take would end the task for good:
        // as long as brokers allow.
        Map.entry("producer.transaction.timeout.ms", "900000"),
        // As short as brokers allow: one that comes after a kill waits for the killed one's end.
        Map.entry("session.timeout.ms", "6000"),
        Map.entry("heartbeat.interval.ms", "2000"),
        Map.entry("scheduled.rebalance.max.delay.ms", "0"));
  }

  private static final class AfterBroker extends ConnectDistributed {
    private final Runnable brokerStarted;

    AfterBroker(Runnable brokerStarted) {
      this.brokerStarted = brokerStarted;
    }

    @Override
    protected DistributedConfig createConfig(Map<String, String> settings) {
      brokerStarted.run();
      return super.createConfig(settings);
    }
  }
}
