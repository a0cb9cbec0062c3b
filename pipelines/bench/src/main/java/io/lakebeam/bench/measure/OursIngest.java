package io.lakebeam.bench.measure;

import io.lakebeam.local.LocalServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code lakebeam ingest} of tables in local servers, in a process of its own.
 *
 * <pre>{@code
 * OursIngest ingest =
 *     OursIngest.start(servers, folder, "account: {from: bank.public.account, key: [id]}", List.of(), "--once");
 * }</pre>
 *
 * @param process the process
 * @param log what it logs
 */
public record OursIngest(Process process, Path log) {

  /**
   * Starts it on Flink {@code [local]}; the lake is {@code folder/lake}, the source's name is
   * {@code bank}.
   *
   * @param tables the entries of the project file's {@code tables}, a line each
   * @param main the main class and what it is given before the verb
   * @param options of the verb
   */
  public static OursIngest start(
      LocalServers servers, Path folder, String tables, List<String> main, String... options)
      throws IOException, InterruptedException {
    Path project =
        Files.writeString(
            folder.resolve("project.yaml"),
            """
            project: bench
            lake: {warehouse: "%s"}
            sources:
              bank:
                type: postgres
                url: ${POSTGRES_URL}
                user: ${POSTGRES_USER}
                password: ${POSTGRES_PASSWORD}
                kafka: ${KAFKA_BOOTSTRAP_SERVERS}
                connect: ${CONNECT_URL}
            tables:
            %s"""
                .formatted(folder.resolve("lake"), tables.indent(2)));
    Path log = folder.resolve("ingest.log");
    List<String> command = OursJava.command();
    command.addAll(main);
    command.addAll(List.of("ingest", "--runner=FlinkRunner", "--project", project.toString()));
    command.addAll(List.of("--log", log.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("run.log").toFile());
    builder.environment().putAll(servers.variables());
    Process process = builder.start();
    System.err.printf("ingest: process %d, in %s%n", process.pid(), folder);
    return new OursIngest(process, log);
  }
}
