package io.lakebeam.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;

/** Kafka Connect, standalone, with what the class path holds: Debezium and the JSON converter. */
final class ConnectWorker implements AutoCloseable {
  /** The config provider that reads the secrets, as references name it. */
  private static final String SECRETS = "secrets";

  private final Connect<StandaloneHerder> connect;

  private ConnectWorker(Connect<StandaloneHerder> connect) {
    this.connect = connect;
  }

  /**
   * Starts the worker.
   *
   * @param brokerStarted returns once the broker has started: what comes before its first use runs
   *     beside its start
   */
  static ConnectWorker start(
      WorkingDirectory directory, int port, int kafkaPort, Runnable brokerStarted) {
    Connect<StandaloneHerder> connect =
        new AfterBroker(brokerStarted).startConnect(settings(directory, port, kafkaPort));
    connect.herder().ready();
    return new ConnectWorker(connect);
  }

  /** How a connector's configuration refers to what is in a file of the secrets. */
  static String reference(Path file) {
    return "%s:%s:%s".formatted(SECRETS, file.getParent(), file.getFileName());
  }

  @Override
  public void close() {
    connect.stop();
  }

  private static Map<String, String> settings(WorkingDirectory directory, int port, int kafkaPort) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("bootstrap.servers", Ports.LOOPBACK + ":" + kafkaPort);
    settings.put("listeners", "http://" + Ports.LOOPBACK + ":" + port);
    settings.put("offset.storage.file.filename", directory.connect().resolve("offsets").toString());
    settings.put("offset.flush.interval.ms", "1000");
    // Everything comes from the class path, whose plugins all declare themselves: no scan of every
    // class.
    settings.put("plugin.discovery", "service_load");
    settings.put("config.providers", SECRETS);
    settings.put(
        "config.providers.%s.class".formatted(SECRETS), DirectoryConfigProvider.class.getName());
    settings.put(
        "config.providers.%s.param.allowed.paths".formatted(SECRETS),
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

  private static final class AfterBroker extends ConnectStandalone {
    private final Runnable brokerStarted;

    AfterBroker(Runnable brokerStarted) {
      this.brokerStarted = brokerStarted;
    }

    @Override
    protected StandaloneConfig createConfig(Map<String, String> settings) {
      brokerStarted.run();
      return super.createConfig(settings);
    }
  }
}
