package io.lakebeam.torture;

import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.runner.FlinkCluster;
import io.lakebeam.source.ConnectCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/** PostgreSQL, a Kafka broker and Kafka Connect, each a process that can be killed alone. */
final class TortureServers implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long MILLIS_BETWEEN_LOOKS = 200;

  static final int TASK_MANAGERS = 2;

  private final Path folder;
  private final LocalServers postgres;
  private final HttpClient http = HttpClient.newHttpClient();
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

  /**
   * {@code kill -9} of Kafka Connect; it comes again with its offsets, and is told of the connector
   * again, as standalone it keeps none.
   */
  void killConnect(String connector) throws Exception {
    bringConnect(connector, killConnectFor(connector));
  }

  /** {@code kill -9} of Kafka Connect; what {@link #bringConnect} wants. */
  @Nullable String killConnectFor(String connector) throws Exception {
    String config = config(connector);
    kill(connect);
    return config;
  }

  /** Kafka Connect ends as it should; what {@link #bringConnect} wants. */
  @Nullable String stopConnectFor(String connector) throws Exception {
    String config = config(connector);
    connect.close();
    return config;
  }

  /** Kafka Connect after it ended. */
  void bringConnect(String connector, @Nullable String config) throws Exception {
    connect =
        LocalServers.builder(folder.resolve("connect"))
            .connectTo(kafkaPort())
            .connectPort(URI.create(connectUrl()).getPort())
            .keepingData()
            .start();
    if (config != null) {
      deploy(connector, config);
    }
  }

  private static void kill(LocalServers server) {
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    server.close();
  }

  /** Null where there is none yet: the ingest makes it when it starts. */
  private @Nullable String config(String connector) throws Exception {
    HttpResponse<String> answer = send(request(connector, "/config").GET().build());
    return answer.statusCode() == 200 ? answer.body() : null;
  }

  /** Connect answers 409 while it is busy with something else. */
  private void deploy(String connector, String config) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    HttpResponse<String> answer;
    do {
      answer =
          send(
              request(connector, "/config")
                  .header("Content-Type", "application/json")
                  .PUT(HttpRequest.BodyPublishers.ofString(config))
                  .build());
      if (answer.statusCode() < 300) {
        return;
      }
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    } while (System.nanoTime() < end);
    throw new IllegalStateException("Connect refuses the connector: " + answer.body());
  }

  /** A connector less; its slot and topics stay. */
  void removeConnector(String connector) throws Exception {
    send(request(connector, "").DELETE().build());
  }

  /** Whether the connector, come again, would go on in the log and not take its snapshot again. */
  boolean isPastSnapshot(String connector) {
    return ConnectCluster.at(connectUrl()).position(connector).isPresent();
  }

  private HttpRequest.Builder request(String connector, String part) {
    return HttpRequest.newBuilder(URI.create(connectUrl() + "/connectors/" + connector + part));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
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
