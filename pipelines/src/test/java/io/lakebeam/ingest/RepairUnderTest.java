package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakebeam.contract.RunningProcess;
import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import io.lakebeam.local.LocalServers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * {@code reconcile --repair} as a process of its own, which stands where a table's lock is held.
 */
final class RepairUnderTest {
  private static final Duration A_WHILE = Duration.ofSeconds(60);

  private RepairUnderTest() {}

  /**
   * The project's customers are repaired by a process that is killed after it has committed to
   * bronze, and before it commits to silver.
   */
  static void killAfterBronze(Project project, Path file, LocalServers servers) throws Exception {
    Lake lake = project.lake().open();
    writeProject(file, lake, servers);
    long before = lake.snapshot(Zones.bronze("customer"));
    Path bronze = Path.of(lake.warehouse(), "bronze.db", "customer");
    long files = files(bronze);
    try (RunningProcess repair =
        RunningProcess.start(
            "io.lakebeam.cli.Lakebeam",
            Map.of("PASSWORD", servers.postgresPassword()),
            file.resolveSibling("killed.log"),
            "reconcile",
            "--repair",
            "--project=" + file,
            "--log=" + file.resolveSibling("killed-verb.log"))) {
      FileChannel silver;
      try (FileChannel held = lock(lake, "bronze.customer")) {
        assertThat(held.isOpen()).isTrue();
        awaitWhileAlive(repair, () -> files(bronze) > files);
        silver = lock(lake, "silver.customer");
      }
      try (silver) {
        awaitWhileAlive(repair, () -> lake.snapshot(Zones.bronze("customer")) > before);
        repair.kill();
      }
    }
  }

  private static void writeProject(Path file, Lake lake, LocalServers servers) throws Exception {
    Files.writeString(
        file,
        """
            project: killed
            lake: {warehouse: "%s"}
            sources:
              shop:
                type: postgres
                url: %s
                user: %s
                password: ${PASSWORD}
                kafka: %s
                connect: %s
            tables:
              customer: {from: shop.public.customer, key: [id], event-time: updated_at}
            """
            .formatted(
                lake.warehouse(),
                servers.postgresUrl(),
                servers.postgresUser(),
                servers.bootstrapServers(),
                servers.connectUrl()));
  }

  /** Until the channel is closed. */
  private static FileChannel lock(Lake lake, String table) throws Exception {
    FileChannel channel =
        FileChannel.open(
            Path.of(lake.warehouse(), ".locks", table + ".lock"), StandardOpenOption.WRITE);
    channel.lock();
    return channel;
  }

  private static void awaitWhileAlive(RunningProcess process, Callable<Boolean> condition) {
    await()
        .atMost(A_WHILE)
        .until(
            () -> {
              process.requireAlive();
              return condition.call();
            });
  }

  private static long files(Path table) throws Exception {
    try (Stream<Path> found = Files.walk(table)) {
      return found.filter(path -> path.getFileName().toString().startsWith("data-")).count();
    }
  }
}
