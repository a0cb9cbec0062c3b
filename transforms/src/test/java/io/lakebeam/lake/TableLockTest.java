package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TableLockTest {
  private static final TableName TABLE = Orders.CURRENT.name();

  @TempDir private Path folder;

  @Test
  void aSecondThreadWaitsUntilTheFirstIsDone() throws Exception {
    Lake lake = lake("lake");
    CompletableFuture<Void> second;
    try (TableLock held = TableLock.acquire(lake, TABLE)) {
      assertThat(held).isNotNull();
      second = acquireAndRelease(lake, TABLE);
      assertStillWaits(second);
    }
    second.get();
  }

  @Test
  void aThreadThatReachesTheLakeByALinkWaitsAsWell() throws Exception {
    Lake lake = lake("lake");
    Files.createDirectories(folder.resolve("lake"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("lake"));
    CompletableFuture<Void> second;
    try (TableLock held = TableLock.acquire(lake, TABLE)) {
      assertThat(held).isNotNull();
      second = acquireAndRelease(lake("link"), TABLE);
      assertStillWaits(second);
    }
    second.get();
  }

  @Test
  void anotherTableIsNotLocked() throws Exception {
    Lake lake = lake("lake");
    try (TableLock held = TableLock.acquire(lake, TABLE)) {
      assertThat(held).isNotNull();
      acquireAndRelease(lake, Orders.HISTORY.name()).get();
    }
  }

  @Test
  void theLockOfAnotherProcessEndsWhenThatIsKilled() throws Exception {
    Lake lake = lake("lake");
    Path signal = folder.resolve("held");
    Process holder = LakeProcess.start("hold", lake.warehouse(), signal.toString());
    try {
      await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(signal) || !holder.isAlive());
      CompletableFuture<Void> mine = acquireAndRelease(lake, TABLE);
      assertStillWaits(mine);

      holder.destroyForcibly().waitFor();

      mine.get(10, TimeUnit.SECONDS);
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void everyCommitOfThreeProcessesArrives() throws Exception {
    Lake lake = lake("lake");
    lake.create(Orders.CURRENT);
    List<Process> writers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        writers.add(LakeProcess.start("write", lake.warehouse(), Integer.toString(i), "20"));
      }
      for (Process writer : writers) {
        assertThat(writer.waitFor()).isZero();
      }
    } finally {
      writers.forEach(Process::destroyForcibly);
    }

    assertThat(Orders.read(lake, Orders.CURRENT)).hasSize(60);
    assertThat(lake.snapshot(TABLE)).isEqualTo(60);
  }

  @Test
  void refusesAWarehouseThatCannotBeLocked() {
    assertThatThrownBy(() -> TableLock.acquire(Lake.at("s3://lake/warehouse"), TABLE))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "warehouse s3://lake/warehouse: only a folder of this machine can be locked; no commit"
                + " goes without a lock");
  }

  private Lake lake(String name) {
    return Lake.at(folder.resolve(name).toString());
  }

  /** Returns once the other thread runs; the future is done when it had the lock. */
  private static CompletableFuture<Void> acquireAndRelease(Lake lake, TableName table)
      throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(
            () -> {
              runs.countDown();
              try (TableLock lock = TableLock.acquire(lake, table)) {
                assertThat(lock).isNotNull();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    runs.await();
    return done;
  }

  private static void assertStillWaits(CompletableFuture<Void> waiting)
      throws InterruptedException, ExecutionException {
    try {
      waiting.get(300, TimeUnit.MILLISECONDS);
      assertThat(waiting).as("the lock was given to two").isNotDone();
    } catch (TimeoutException expected) {
      assertThat(waiting).isNotDone();
    }
  }
}
