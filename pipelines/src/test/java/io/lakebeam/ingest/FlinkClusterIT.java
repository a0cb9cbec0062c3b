package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.local.LocalServers;
import io.lakebeam.runner.FlinkCluster;
import io.lakebeam.runner.FlinkRest;
import io.lakebeam.runner.OnFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest on a real Flink cluster whose processes are killed and whose jobs are moved. */
class FlinkClusterIT {
  private static final Duration A_WHILE = Duration.ofMinutes(2);

  @TempDir private static Path folder;
  private static LocalServers servers;
  private static FlinkCluster cluster;

  @BeforeAll
  static void startServers() throws Exception {
    cluster = FlinkCluster.start(folder.resolve("flink"), 2);
    servers = LocalServers.builder(folder.resolve("servers")).start();
  }

  /** What a failed test leaves would take the slots of the next. */
  @AfterEach
  void freeTheSlots() {
    cluster.rest().cancelAll();
  }

  @AfterAll
  static void stopServers() {
    if (cluster != null) {
      cluster.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  /**
   * A TaskManager is killed, the job is cancelled and goes on from its checkpoint, and then from
   * savepoints with another parallelism; a savepoint that does not know a partition is refused.
   */
  @Test
  void isExactWhereverItsJobGoesOnFrom() throws Exception {
    try (ShopUnderLoad shop = shop("moved")) {
      String checkpoint = killAndCancel(shop);
      String savepoint = goOnAndStop(shop, checkpoint, 2);
      savepoint = goOnAndStop(shop, savepoint, 1);
      String last = goOnAndStop(shop, savepoint, 2);

      shop.addPartition();
      assertThatThrownBy(() -> Ingest.start(shop.project(), flink(1).withSavepoint(last)).close())
          .isInstanceOf(IngestException.class)
          .hasMessageContaining("ingest: the job could not be started: ")
          .hasMessageContaining("Cannot map checkpoint/savepoint state for operator");
      try (Ingest ingest = Ingest.start(shop.project(), flink(2))) {
        assertExact(shop, ingest);
      }
    }
  }

  /** The job goes on by itself without a TaskManager; the checkpoint that it left. */
  private static String killAndCancel(ShopUnderLoad shop) throws Exception {
    FlinkRest rest = cluster.rest();
    try (Ingest ingest = Ingest.start(shop.project(), flink(2))) {
      shop.open();
      String job = rest.runningJob(shop.job());
      ingest.awaitFirstCommit(A_WHILE);
      rest.awaitCheckpoints(job, 1);

      cluster.killTaskManager();
      cluster.startTaskManager();

      rest.awaitCheckpoints(job, 2);
      assertThat(rest.restores(job)).isPositive();
      assertExact(shop, ingest);

      shop.open();
      rest.awaitCheckpoints(job, 1);
      rest.cancel(job);
      return rest.lastCheckpoint(job);
    }
  }

  /** The job goes on from there; the savepoint that it is stopped with. */
  private static String goOnAndStop(ShopUnderLoad shop, String from, int parallelism)
      throws Exception {
    FlinkRest rest = cluster.rest();
    try (Ingest ingest = Ingest.start(shop.project(), flink(parallelism).withSavepoint(from))) {
      String job = rest.runningJob(shop.job());
      assertThat(rest.restores(job)).isEqualTo(1);
      assertExact(shop, ingest);
      shop.open();
      rest.awaitCheckpoints(job, 1);
      return rest.stopWithSavepoint(job, cluster.savepoints());
    }
  }

  private static void assertExact(ShopUnderLoad shop, Ingest ingest) throws Exception {
    shop.rest();
    ingest.awaitCaughtUp(A_WHILE);
    shop.assertLakeIsExact();
  }

  @Test
  void resumesFromTheLakeWhenTheWholeClusterIsKilled() throws Exception {
    try (ShopUnderLoad shop = shop("killed-cluster")) {
      Ingest killed = Ingest.start(shop.project(), flink(2));
      killed.leaveRunning();
      shop.open();
      killed.awaitFirstCommit(A_WHILE);
      killed.close();

      cluster.killJobManager();
      cluster.killTaskManager();
      cluster.killTaskManager();
      cluster.startJobManager();
      cluster.startTaskManager();
      cluster.startTaskManager();
      cluster.awaitTaskManagers(2);

      try (Ingest ingest = Ingest.start(shop.project(), flink(2))) {
        assertThat(cluster.rest().jobs(shop.job(), "RUNNING")).hasSize(1);
        assertExact(shop, ingest);
      }
    }
  }

  @Test
  void theCommandLineAndFlinkRunSubmitTheJobJar() throws Exception {
    try (ShopUnderLoad shop = shop("submitted")) {
      CommandLine lakebeam = new CommandLine(shop.projectFile(folder), shop.variables());
      String[] there = {"--runner=FlinkRunner", "--flinkMaster=" + cluster.address()};

      // What changes before the connector's snapshot comes as one event, and is not what is
      // counted.
      assertThat(lakebeam.succeed(there, "ingest", "--once", "--commit-interval=1"))
          .contains("offsets: ");
      shop.open();
      lakebeam.succeed(there, "ingest", "--once", "--commit-interval=1");
      shop.rest();
      lakebeam.succeed(there, "ingest", "--once", "--commit-interval=1");
      assertThat(cluster.rest().jobs(shop.job(), "CANCELED")).hasSize(3);
      shop.assertLakeIsExact();

      assertThat(lakebeam.succeed(there, "features"))
          .contains("gold.customer_worth: " + shop.versionsOfCustomers());

      shop.open();
      assertThat(flinkRun(shop, "ingest", "--continuous")).contains("submitted: job " + shop.job());
      String job = cluster.rest().runningJob(shop.job());
      assertThat(lakebeam.fail(there, "ingest", "--continuous", "--detached"))
          .contains("job " + shop.job() + " already runs at " + cluster.address() + ", as " + job);
      shop.rest();
      shop.awaitExactLake(A_WHILE);
      cluster.rest().cancel(job);
    }
  }

  private static String flinkRun(ShopUnderLoad shop, String... verb) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("run", "-d", "-m", cluster.address(), "-p", "2"));
    arguments.addAll(List.of("-c", "io.lakebeam.cli.Lakebeam", CommandLine.jobJar()));
    arguments.addAll(List.of(verb));
    arguments.add("--project=" + shop.projectFile(folder));
    return cluster.flink(shop.variables(), arguments.toArray(String[]::new));
  }

  private static OnFlink flink(int parallelism) {
    return OnFlink.cluster(cluster.address())
        .withParallelism(parallelism)
        .withCheckpointInterval(Duration.ofSeconds(1));
  }

  private static ShopUnderLoad shop(String name) throws Exception {
    return new ShopUnderLoad(servers, name, folder.resolve("lake-" + name));
  }
}
