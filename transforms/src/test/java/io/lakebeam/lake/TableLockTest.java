package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
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
    Process holder = LakeProcess.start(lake, "hold", signal.toString());
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
  void twoProcessesWhoseThreadsHoldAndWaitCrosswiseBothGetTheirLocks() throws Exception {
    Lake lake = lake("lake");
    Path held = folder.resolve("held");
    Path heldOther = folder.resolve("other");
    Process other;
    CompletableFuture<Void> mine;
    try (TableLock history = TableLock.acquire(lake, Orders.HISTORY.name())) {
      assertThat(history).isNotNull();
      other = LakeProcess.start(lake, "hold", held.toString(), heldOther.toString());
      await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(held) || !other.isAlive());
      mine = acquireAndRelease(lake, TABLE);
      assertStillWaits(mine);
      assertThat(heldOther).doesNotExist();
    }
    try {
      await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(heldOther));
      assertThat(mine).isNotDone();
    } finally {
      other.destroyForcibly().waitFor();
    }
    mine.get(10, TimeUnit.SECONDS);
  }

  @Test
  void threeProcessesLoseNothingWhenOneIsKilled() throws Exception {
    new ThreeWriters(lake("lake"), folder).loseNothing();
  }

  @Test
  void aThreadThatHoldsTheLockMayTakeItAgain() throws Exception {
    Lake lake = lake("lake");
    CompletableFuture<Void> second;
    try (TableLock held = TableLock.acquire(lake, TABLE)) {
      try (TableLock again = TableLock.acquire(lake, TABLE)) {
        again.requireHeld();
      }
      held.requireHeld();
      second = acquireAndRelease(lake, TABLE);
      assertStillWaits(second);
    }
    second.get();
  }

  @Test
  void everySnapshotAndSchemaIsWrittenUnderTheLock() throws Exception {
    Lake lake = lake("lake");
    lake.create(Orders.CURRENT);
    CompletableFuture<Void> commit;
    CompletableFuture<Void> create;
    try (TableLock held = TableLock.acquire(lake, TABLE);
        TableLock history = TableLock.acquire(lake, Orders.HISTORY.name())) {
      held.requireHeld();
      history.requireHeld();
      commit = CompletableFuture.runAsync(() -> Orders.commitByPaimonAlone(lake, 1));
      create = CompletableFuture.runAsync(() -> lake.create(Orders.HISTORY));
      assertStillWaits(commit);
      assertStillWaits(create);
      assertThat(lake.snapshot(TABLE)).isZero();
    }
    commit.get();
    create.get();
    assertThat(lake.snapshot(TABLE)).isEqualTo(1);
  }

  @Test
  void aLakeOnS3WithoutLocksTakesNoWrite() {
    Lake lake = Lake.at("s3://lake/warehouse").withStore(ObjectStore.at("http://127.0.0.1:9"));

    String refusal =
        "warehouse s3://lake/warehouse: an object store has no locks, and without them commits of"
            + " two writers overwrite each other; name a PostgreSQL database that keeps them,"
            + " Lake.withLocks(...) or lake.locks in the project file";
    assertThatThrownBy(() -> TableLock.acquire(lake, TABLE))
        .isInstanceOf(LakeException.class)
        .hasMessage(refusal);
    assertThatThrownBy(() -> lake.create(Orders.CURRENT))
        .isInstanceOf(LakeException.class)
        .hasMessage(refusal);
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
