package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.local.LocalServers;
import io.lakebeam.runner.FlinkCluster;
import io.lakebeam.runner.FlinkRest;
import io.lakebeam.runner.OnFlink;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void goesOnFromACheckpointWhenATaskManagerIsKilled() throws Exception {
    FlinkRest rest = cluster.rest();
    try (ShopUnderLoad shop = shop("killed-worker");
        Ingest ingest = Ingest.start(shop.project(), flink(2))) {
      shop.open();
      String job = rest.runningJob(shop.job());
      ingest.awaitFirstCommit(A_WHILE);
      rest.awaitCheckpoints(job, 1);

      cluster.killTaskManager();
      cluster.startTaskManager();

      rest.awaitCheckpoints(job, 2);
      assertThat(rest.restores(job)).isPositive();
      shop.rest();
      ingest.awaitCaughtUp(A_WHILE);
      shop.assertLakeIsExact();
    }
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
        shop.rest();
        ingest.awaitCaughtUp(A_WHILE);
        shop.assertLakeIsExact();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "1, 2"})
  void goesOnFromASavepointWithAnotherParallelism(int before, int after) throws Exception {
    FlinkRest rest = cluster.rest();
    try (ShopUnderLoad shop = shop("moved-from-" + before)) {
      String savepoint;
      try (Ingest ingest = Ingest.start(shop.project(), flink(before))) {
        shop.open();
        ingest.awaitFirstCommit(A_WHILE);
        savepoint = rest.stopWithSavepoint(rest.runningJob(shop.job()), cluster.savepoints());
      }
      try (Ingest ingest = Ingest.start(shop.project(), flink(after).withSavepoint(savepoint))) {
        assertThat(rest.restores(rest.runningJob(shop.job()))).isEqualTo(1);
        shop.rest();
        ingest.awaitCaughtUp(A_WHILE);
        shop.assertLakeIsExact();
      }
    }
  }

  @Test
  void refusesASavepointThatDoesNotKnowAPartition() throws Exception {
    try (ShopUnderLoad shop = shop("repartitioned")) {
      String savepoint;
      try (Ingest ingest = Ingest.start(shop.project(), flink(1))) {
        shop.open();
        ingest.awaitFirstCommit(A_WHILE);
        savepoint =
            cluster
                .rest()
                .stopWithSavepoint(cluster.rest().runningJob(shop.job()), cluster.savepoints());
      }
      shop.addPartition();
      assertThatThrownBy(
              () -> Ingest.start(shop.project(), flink(1).withSavepoint(savepoint)).close())
          .isInstanceOf(IngestException.class)
          .hasMessageContaining("ingest: the job could not be started: ")
          .hasMessageContaining("Cannot map checkpoint/savepoint state for operator");
      try (Ingest ingest = Ingest.start(shop.project(), flink(2))) {
        shop.rest();
        ingest.awaitCaughtUp(A_WHILE);
        shop.assertLakeIsExact();
      }
    }
  }

  @Test
  void goesOnFromTheCheckpointThatACancelledJobLeft() throws Exception {
    FlinkRest rest = cluster.rest();
    try (ShopUnderLoad shop = shop("cancelled")) {
      String checkpoint;
      try (Ingest ingest = Ingest.start(shop.project(), flink(2))) {
        shop.open();
        ingest.awaitFirstCommit(A_WHILE);
        String job = rest.runningJob(shop.job());
        rest.awaitCheckpoints(job, 1);
        rest.cancel(job);
        checkpoint = rest.lastCheckpoint(job);
      }
      try (Ingest ingest = Ingest.start(shop.project(), flink(2).withSavepoint(checkpoint))) {
        shop.rest();
        ingest.awaitCaughtUp(A_WHILE);
        shop.assertLakeIsExact();
      }
    }
  }

  @Test
  void theCommandLineSubmitsTheJobJar() throws Exception {
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
    }
  }

  @Test
  void flinkRunSubmitsTheJobJar() throws Exception {
    FlinkRest rest = cluster.rest();
    try (ShopUnderLoad shop = shop("run")) {
      CommandLine lakebeam = new CommandLine(shop.projectFile(folder), shop.variables());
      String[] there = {"--runner=FlinkRunner", "--flinkMaster=" + cluster.address()};
      lakebeam.succeed(there, "ingest", "--once", "--commit-interval=1");
      shop.open();
      assertThat(
              cluster.flink(
                  shop.variables(),
                  "run",
                  "-d",
                  "-m",
                  cluster.address(),
                  "-p",
                  "2",
                  "-c",
                  "io.lakebeam.cli.Lakebeam",
                  CommandLine.jobJar(),
                  "ingest",
                  "--continuous",
                  "--project=" + shop.projectFile(folder)))
          .contains("submitted: job " + shop.job());
      String job = rest.runningJob(shop.job());
      assertThat(lakebeam.fail(there, "ingest", "--continuous", "--detached"))
          .contains("job " + shop.job() + " already runs at " + cluster.address() + ", as " + job);
      shop.rest();
      shop.awaitExactLake(A_WHILE);
      rest.cancel(job);
    }
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
