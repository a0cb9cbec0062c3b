package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakebeam.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The locks of a lake on S3; no store is asked for them. */
@Timeout(120)
class SessionLockIT {
  private static final TableName TABLE = Orders.CURRENT.name();

  @TempDir private static Path folder;
  private static LocksUnderTest locks;

  @BeforeAll
  static void start() {
    locks = new LocksUnderTest(folder.resolve("servers"));
  }

  @AfterAll
  static void stop() {
    locks.close();
  }

  @Test
  void theSessionThatHoldsALockNamesItsTable() throws Exception {
    try (TableLock held = TableLock.acquire(lake("named"), TABLE)) {
      held.requireHeld();
      assertThat(locks.holders()).containsExactly("lakebeam silver.orders");
    }
    assertThat(locks.holders()).isEmpty();
  }

  @Test
  void theLockOfAKilledProcessIsFreeAtOnce() throws Exception {
    Lake lake = lake("killed");
    Path signal = folder.resolve("held");
    Process holder = LakeProcess.start(lake, "hold", signal.toString());
    try {
      await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(signal) || !holder.isAlive());
      CompletableFuture<Void> mine =
          CompletableFuture.runAsync(
              () -> {
                try (TableLock lock = TableLock.acquire(lake, TABLE)) {
                  lock.requireHeld();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThatThrownBy(() -> mine.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      holder.destroyForcibly().waitFor();

      // Less than the ten seconds after which a wait is asked for anew.
      mine.get(8, TimeUnit.SECONDS);
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void aKeptSessionThatHasEndedIsReplaced() throws Exception {
    Lake lake = lake("kept");
    try (TableLock held = TableLock.acquire(lake, TABLE)) {
      held.requireHeld();
    }
    locks.endIdleSessions();

    try (TableLock held = TableLock.acquire(lake, TABLE)) {
      held.requireHeld();
    }
  }

  @Test
  void aSessionThatEndsIsALostLock() throws Exception {
    try (TableLock held = TableLock.acquire(lake("ended"), TABLE)) {
      locks.endSessions(TABLE);

      assertThatThrownBy(held::requireHeld)
          .isInstanceOf(LockLostException.class)
          .hasMessageStartingWith(
              "table silver.orders: its lock was lost before the commit, so nothing is written; the"
                  + " session with jdbc:postgresql://127.0.0.1:");
    }
  }

  @Test
  void anUnknownUserIsRefusedAtOnce() {
    LockDatabase stranger =
        new LockDatabase(locks.database().url(), "stranger", new Secret("canary"));

    assertThatThrownBy(
            () -> TableLock.acquire(Lake.at("s3://lake/refused").withLocks(stranger), TABLE))
        .isInstanceOf(LakeException.class)
        .hasMessageMatching(
            "table silver.orders: no commit, as its lock cannot be taken from the lock database"
                + " jdbc:postgresql://127.0.0.1:\\d+/postgres; check that it runs and that user"
                + " 'stranger' may connect: .*")
        .satisfies(e -> assertThat(messages(e)).doesNotContain("canary"));
  }

  @Test
  void aLockServerThatIsGoneStopsCommits() throws Exception {
    LocksUnderTest shortLived = new LocksUnderTest(folder.resolve("short-lived"));
    Lake lake = Lake.at("s3://lake/gone").withLocks(shortLived.database());
    try (TableLock held = TableLock.acquire(lake, TABLE)) {
      shortLived.close();
      assertThatThrownBy(held::requireHeld).isInstanceOf(LockLostException.class);
    }

    assertThatThrownBy(() -> TableLock.acquire(lake, TABLE))
        .isInstanceOf(LakeException.class)
        .hasMessageStartingWith("table silver.orders: no commit, as its lock cannot be taken")
        .satisfies(
            e -> assertThat(messages(e)).doesNotContain(shortLived.database().password().reveal()));
  }

  private static Lake lake(String folder) {
    return Lake.at("s3://lake/" + folder).withLocks(locks.database());
  }

  private static String messages(Throwable e) {
    return e.getCause() == null ? e.toString() : e + "\n" + messages(e.getCause());
  }
}
