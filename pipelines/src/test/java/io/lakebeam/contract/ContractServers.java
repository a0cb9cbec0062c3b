package io.lakebeam.contract;

import io.lakebeam.lake.LockDatabase;
import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.runner.FlinkCluster;
import io.lakebeam.secret.Secret;
import io.lakebeam.store.LocalStore;
import io.lakebeam.store.Stores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;

/**
 * Kafka, PostgreSQL, the stores a Flink cluster, each started when the first test needs it, and a
 * Python.
 */
final class ContractServers implements AutoCloseable {
  static final String BUCKET = "lake";

  private final Path folder;
  private final Map<StoreKind, LocalStore> stores = new EnumMap<>(StoreKind.class);
  private final PythonReader reader;
  private LocalServers servers;
  private FlinkCluster cluster;

  ContractServers(Path folder) throws Exception {
    this.folder = folder;
    this.reader = PythonReader.start();
  }

  PythonReader reader() {
    return reader;
  }

  String kafka() {
    return servers().bootstrapServers();
  }

  LockDatabase locks() {
    return new LockDatabase(
        servers().postgresUrl(),
        servers().postgresUser(),
        new Secret(servers().postgresPassword()));
  }

  /** Ends the session of that name, as an administrator would; there must be one. */
  void endLockSession(String name) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                servers().postgresUrl(), servers().postgresUser(), servers().postgresPassword());
        Statement statement = connection.createStatement();
        ResultSet ended =
            statement.executeQuery(
                "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 5000))"
                    + " FROM pg_stat_activity WHERE application_name = '%s'".formatted(name))) {
      if (!ended.next() || ended.getInt(1) == 0) {
        throw new IllegalStateException("there is no session named " + name);
      }
    }
  }

  LocalStore store(StoreKind kind) {
    return stores.computeIfAbsent(
        kind,
        k ->
            k == StoreKind.MINIO
                ? Stores.minio(folder.resolve("minio"), BUCKET)
                : Stores.s3Proxy(folder.resolve("s3proxy"), BUCKET));
  }

  /** A cluster with one TaskManager. */
  FlinkCluster cluster() throws Exception {
    if (cluster == null) {
      cluster = FlinkCluster.start(folder.resolve("flink"), 1);
    }
    return cluster;
  }

  /**
   * What a failed test leaves would take the slot of the next. And a job on S3 leaves its classes
   * in the TaskManager (Hadoop's threads hold them), which after some jobs has no room for more.
   */
  void tidy(RunnerKind runner) throws Exception {
    if (runner == RunnerKind.FLINK_CLUSTER && cluster != null) {
      cluster.rest().cancelAll();
      cluster.killTaskManager();
      cluster.startTaskManager();
    }
  }

  private LocalServers servers() {
    if (servers == null) {
      servers =
          LocalServers.builder(folder.resolve("servers"))
              .only(Server.KAFKA, Server.POSTGRES)
              .start();
    }
    return servers;
  }

  @Override
  public void close() {
    reader.close();
    if (cluster != null) {
      cluster.close();
    }
    stores.values().forEach(LocalStore::close);
    if (servers != null) {
      servers.close();
    }
  }
}
