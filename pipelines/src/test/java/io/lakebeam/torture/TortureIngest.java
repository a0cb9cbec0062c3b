package io.lakebeam.torture;

import io.lakebeam.cli.Lakebeam;
import io.lakebeam.contract.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code lakebeam ingest --continuous} in a process of its own. */
final class TortureIngest implements AutoCloseable {
  private final TortureServers servers;
  private final String project;
  private final Path folder;
  private final String runner;
  private RunningProcess process;

  /**
   * Not started yet.
   *
   * @param project its name, and the schema that it captures
   * @param folder where the lake and the logs are
   * @param runner {@code direct} or {@code flink}
   */
  TortureIngest(TortureServers servers, String project, Path folder, String runner)
      throws IOException {
    this.servers = servers;
    this.project = project;
    this.folder = Files.createDirectories(folder);
    this.runner =
        switch (runner) {
          case "direct" -> "DirectRunner";
          case "flink" -> "FlinkRunner";
          default ->
              throw new IllegalArgumentException(
                  "runner: found '%s'; allowed: direct, flink".formatted(runner));
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
    process =
        RunningProcess.start(
            Lakebeam.class.getName(),
            Map.of(
                "POSTGRES_URL", servers.postgres().postgresUrl(),
                "POSTGRES_USER", servers.postgres().postgresUser(),
                "POSTGRES_PASSWORD", servers.postgres().postgresPassword(),
                "KAFKA_BOOTSTRAP_SERVERS", servers.bootstrapServers(),
                "CONNECT_URL", servers.connectUrl()),
            folder.resolve("ingest.log"),
            "ingest",
            "--continuous",
            "--commit-interval=1",
            "--runner=" + runner,
            "--project=" + folder.resolve("project.yaml"),
            "--log=" + folder.resolve("lakebeam.log"));
  }

  void kill() {
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
      process.close();
    }
  }
}
