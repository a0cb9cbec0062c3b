package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flags of a Flink cluster: which go together, and what is said of those that do not. */
class FlinkFlagsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--continuous --flinkMaster=jobmanager:8081;"
            + " --flinkMaster is for --runner=FlinkRunner; the runner is DirectRunner",
        "--continuous --parallelism=2;"
            + " --parallelism is for --runner=FlinkRunner; the runner is DirectRunner",
        "--continuous --runner=FlinkRunner --flinkMaster=jobmanager;"
            + " found 'jobmanager'; allowed: [local], [auto] or HOST:PORT of a JobManager's REST interface",
        "--continuous --runner=FlinkRunner --parallelism=0;"
            + " the parallelism must be 1 or more, was 0",
        "--continuous --runner=FlinkRunner --savepointPath=/state/savepoint-1;"
            + " are for a Flink cluster (--runner=FlinkRunner --flinkMaster=HOST:PORT)",
        "--continuous --runner=FlinkRunner --flinkMaster=[auto] --savepointPath=/state/savepoint-1;"
            + " flink run -s PATH",
        "--continuous --runner=FlinkRunner --flinkMaster=jobmanager:8081 --checkpointingInterval=0;"
            + " the checkpoint interval must be 1 ms or more, was PT0S",
        "--continuous --commit-interval=0; --commit-interval must be 1 or more, was 0",
        "--continuous --detached; --detached is for --continuous on a Flink cluster",
        "--once --detached --runner=FlinkRunner --flinkMaster=jobmanager:8081;"
            + " --detached is for --continuous on a Flink cluster"
      })
  void refusesFlagsThatDoNotGoTogether(String flags, String message) throws IOException {
    Ran ran = ingest(List.of(flags.split(" ")));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.errors()).contains(message).endsWith("Try: lakebeam ingest --help\n");
  }

  @Test
  void saysThatNoJobManagerIsThere() throws IOException {
    Ran ran = ingest(List.of("--continuous", "--runner=FlinkRunner", "--flinkMaster=127.0.0.1:1"));

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.errors())
        .isEqualTo(
            "lakebeam: --flinkMaster=127.0.0.1:1: no JobManager answers there (its rest.port, 8081 unless configured)\n");
  }

  private Ran ingest(List<String> flags) throws IOException {
    Path project =
        Files.writeString(
            folder.resolve("project.yaml"),
            """
            project: shop
            lake: {warehouse: ./lake}
            sources:
              shop:
                type: postgres
                url: jdbc:postgresql://127.0.0.1:1/shop
                user: shop
                password: ${PATH}
                kafka: 127.0.0.1:1
                connect: http://127.0.0.1:1
            tables:
              customer: {from: shop.public.customer, key: [id], event-time: updated_at}
            """);
    List<String> arguments = new ArrayList<>(List.of("ingest", "--project=" + project));
    arguments.add("--log=" + folder.resolve("lakebeam.log"));
    arguments.addAll(flags);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false);
    int exitCode = Lakebeam.commandLine(console).execute(arguments.toArray(String[]::new));
    return new Ran(exitCode, err.toString(UTF_8));
  }

  private record Ran(int exitCode, String errors) {}
}
