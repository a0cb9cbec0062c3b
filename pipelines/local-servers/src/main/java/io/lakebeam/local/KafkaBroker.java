package io.lakebeam.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** One Kafka node, broker and controller in one, in this JVM. */
final class KafkaBroker implements AutoCloseable {
  /** The largest record that the broker takes and Connect sends: wide rows arrive whole. */
  static final int LARGEST_RECORD_BYTES = 32 << 20;

  private final KafkaRaftServer server;

  private KafkaBroker(KafkaRaftServer server) {
    this.server = server;
  }

  static KafkaBroker start(WorkingDirectory directory, int port) throws IOException {
    Map<String, String> settings = settings(directory, port, Ports.free());
    if (!Files.exists(directory.kafka().resolve("data"))) {
      format(directory.kafka(), settings);
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    server.startup();
    return new KafkaBroker(server);
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Map<String, String> settings(
      WorkingDirectory directory, int port, int controllerPort) {
    String listener = "PLAINTEXT://" + Ports.LOOPBACK + ":" + port;
    String controller = Ports.LOOPBACK + ":" + controllerPort;
    Map<String, String> settings = new TreeMap<>(forOneSmallNode());
    settings.put("node.id", "1");
    settings.put("process.roles", "broker,controller");
    settings.put("listeners", listener + ",CONTROLLER://" + controller);
    settings.put("advertised.listeners", listener);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.quorum.voters", "1@" + controller);
    settings.put("log.dirs", directory.kafka().resolve("data").toString());
    // Connect makes the topics it writes; a reader's misspelt topic is an error, not a new topic.
    settings.put("auto.create.topics.enable", "false");
    settings.put("message.max.bytes", Integer.toString(LARGEST_RECORD_BYTES));
    return settings;
  }

  private static Map<String, String> forOneSmallNode() {
    return Map.ofEntries(
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("background.threads", "2"),
        Map.entry("num.replica.fetchers", "1"),
        Map.entry("log.cleaner.threads", "1"),
        Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20)),
        Map.entry("log.cleaner.io.buffer.size", Integer.toString(128 << 10)),
        Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)));
  }

  private static void format(Path directory, Map<String, String> settings) throws IOException {
    Path file = directory.resolve("server.properties");
    Files.writeString(
        file,
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
            .collect(Collectors.joining()));
    String[] arguments = {
      "format", "--config", file.toString(), "--cluster-id", Uuid.randomUuid().toString()
    };
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status = StorageTool.execute(arguments, new PrintStream(said, true, UTF_8));
    if (status != 0) {
      throw new IOException("formatting Kafka's storage failed: " + said.toString(UTF_8).strip());
    }
  }
}
