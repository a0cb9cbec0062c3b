package io.lakebeam.torture;

import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.runner.FlinkCluster;
import io.lakebeam.source.ConnectCluster;
import java.net.URI;
import java.nio.file.Path;

/** PostgreSQL, a Kafka broker and Kafka Connect, each a process that can be killed alone. */
final class TortureServers implements AutoCloseable {
  static final int TASK_MANAGERS = 2;

  private final Path folder;
  private final LocalServers postgres;
  private LocalServers kafka;
  private LocalServers connect;
  private FlinkCluster cluster;

  private TortureServers(Path folder, LocalServers postgres) {
    this.folder = folder;
    this.postgres = postgres;
  }

  static TortureServers start(Path folder) {
    TortureServers servers =
        new TortureServers(
            folder, LocalServers.builder(folder.resolve("postgres")).only(Server.POSTGRES).start());
    servers.kafka = LocalServers.builder(folder.resolve("kafka")).only(Server.KAFKA).start();
    servers.connect =
        LocalServers.builder(folder.resolve("connect")).connectTo(servers.kafkaPort()).start();
    return servers;
  }

  LocalServers postgres() {
    return postgres;
  }

  /** A cluster of two TaskManagers, started when it is wanted first. */
  FlinkCluster cluster() throws Exception {
    if (cluster == null) {
      cluster = FlinkCluster.start(folder.resolve("flink"), TASK_MANAGERS);
    }
    return cluster;
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  String connectUrl() {
    return connect.connectUrl();
  }

  /** {@code kill -9} of the broker; its log is used again. */
  void killBroker() {
    kill(kafka);
    startBroker();
  }

  /** The broker ends as it should, and comes again. */
  void restartBroker() {
    int port = kafkaPort();
    kafka.close();
    startBroker(port);
  }

  private void startBroker() {
    startBroker(kafkaPort());
  }

  private void startBroker(int port) {
    kafka =
        LocalServers.builder(folder.resolve("kafka"))
            .only(Server.KAFKA)
            .kafkaPort(port)
            .keepingData()
            .start();
  }

  /** {@code kill -9} of Kafka Connect; what it knows is in Kafka, and it comes again with it. */
  void killConnect() {
    endConnect();
    bringConnect();
  }

  /** {@code kill -9} of Kafka Connect. */
  void endConnect() {
    kill(connect);
  }

  /** Kafka Connect ends as it should. */
  void stopConnect() {
    connect.close();
  }

  /** Kafka Connect after it ended. */
  void bringConnect() {
    connect =
        LocalServers.builder(folder.resolve("connect"))
            .connectTo(kafkaPort())
            .connectPort(URI.create(connectUrl()).getPort())
            .keepingData()
            .start();
  }

  private static void kill(LocalServers server) {
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    server.close();
  }

  /** A connector less; its slot and topics stay. */
  void removeConnector(String connector) {
    ConnectCluster.at(connectUrl()).remove(connector);
  }

  /** Whether the connector, come again, would go on in the log and not take its snapshot again. */
  boolean isPastSnapshot(String connector) {
    return ConnectCluster.at(connectUrl()).position(connector).isPresent();
  }

  private int kafkaPort() {
    return URI.create("kafka://" + kafka.bootstrapServers()).getPort();
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
    if (connect != null) {
      connect.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    postgres.close();
  }
}
