package io.lakebeam.torture;

import io.lakebeam.cli.Lakebeam;
import io.lakebeam.contract.RunningProcess;
import io.lakebeam.runner.FlinkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * {@code lakebeam ingest --continuous} in a process of its own, which on a cluster waits for its
 * job.
 */
final class TortureIngest implements AutoCloseable {
  private final TortureServers servers;
  private final String project;
  private final Path folder;
  private final List<String> runner;
  private final @Nullable FlinkCluster cluster;
  private @Nullable RunningProcess process;
  private int verbs;

  /**
   * Not started yet.
   *
   * @param project its name, and the schema that it captures
   * @param folder where the lake and the logs are
   * @param runner {@code direct}, {@code flink} or {@code cluster}
   */
  TortureIngest(TortureServers servers, String project, Path folder, String runner)
      throws Exception {
    this.servers = servers;
    this.project = project;
    this.folder = Files.createDirectories(folder);
    this.cluster = runner.equals("cluster") ? servers.cluster() : null;
    this.runner =
        switch (runner) {
          case "direct" -> List.of("--runner=DirectRunner");
          case "flink" -> List.of("--runner=FlinkRunner");
          case "cluster" ->
              List.of(
                  "--runner=FlinkRunner",
                  "--flinkMaster=" + cluster.address(),
                  "--parallelism=" + TortureServers.TASK_MANAGERS,
                  "--checkpointingInterval=2000");
          default ->
              throw new IllegalArgumentException(
                  "runner: found '%s'; allowed: direct, flink, cluster".formatted(runner));
        };
    Files.writeString(folder.resolve("project.yaml"), projectFile());
  }

  Path warehouse() {
    return folder.resolve("lake");
  }

  String connector() {
    return project + ".shop";
  }

  void start() throws IOException {
    process = start("ingest.log", "ingest", "--continuous", "--commit-interval=1");
  }

  /** Runs a verb that ends by itself; what it said. */
  String runToEnd(String... verb) throws Exception {
    String log = "%s-%d.log".formatted(verb[0], ++verbs);
    try (RunningProcess running = start(log, verb)) {
      Torture.await(() -> !running.isAlive(), "the end of " + String.join(" ", verb));
      return running.said();
    }
  }

  private RunningProcess start(String log, String... verb) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(
        verb[0].equals("ingest") ? runner : runner.subList(0, Math.min(2, runner.size())));
    arguments.add("--project=" + folder.resolve("project.yaml"));
    arguments.add("--log=" + folder.resolve("lakebeam.log"));
    return RunningProcess.start(
        Lakebeam.class.getName(),
        Map.of(
            "POSTGRES_URL", servers.postgres().postgresUrl(),
            "POSTGRES_USER", servers.postgres().postgresUser(),
            "POSTGRES_PASSWORD", servers.postgres().postgresPassword(),
            "KAFKA_BOOTSTRAP_SERVERS", servers.bootstrapServers(),
            "CONNECT_URL", servers.connectUrl()),
        folder.resolve(log),
        arguments.toArray(String[]::new));
  }

  /** {@code kill -9} of what runs the ingest's steps; it comes again. */
  void killWorker() throws IOException {
    if (cluster == null) {
      process.kill();
      start();
    } else {
      cluster.killTaskManager();
      cluster.startTaskManager();
    }
  }

  /**
   * {@code kill -9} of the process that waits for the job and of the JobManager, which forgets it.
   */
  void killJobManager() throws IOException {
    process.kill();
    cluster.killJobManager();
    cluster.startJobManager();
    cluster.awaitTaskManagers(TortureServers.TASK_MANAGERS);
    start();
  }

  /** Ends it; nothing of it writes any more. */
  void stop() {
    if (cluster != null) {
      cluster.rest().cancelAll();
    }
    process.kill();
  }

  void requireAlive() {
    process.requireAlive();
  }

  private String projectFile() {
    String tables =
        Arrays.stream(TortureTable.values())
            .map(
                table ->
                    "  %s: {from: shop.%s.%s, key: [%s], event-time: changed_at}"
                        .formatted(
                            table.table(), project, table.table(), String.join(", ", table.key())))
            .collect(Collectors.joining("\n"));
    return """
        project: %s
        lake: {warehouse: "%s"}
        sources:
          shop:
            type: postgres
            url: ${POSTGRES_URL}
            user: ${POSTGRES_USER}
            password: ${POSTGRES_PASSWORD}
            kafka: ${KAFKA_BOOTSTRAP_SERVERS}
            connect: ${CONNECT_URL}
        tables:
        %s
        """
        .formatted(project, warehouse(), tables);
  }

  @Override
  public void close() {
    if (process != null) {
      stop();
    }
  }
}
