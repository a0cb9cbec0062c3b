package io.lakebeam.lake;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's sessions with a lock database. A lock has a session of its own while it is held; a
 * few sessions are kept between locks, as a new one costs a login.
 */
final class LockSessions {
  private static final Logger LOG = LoggerFactory.getLogger(LockSessions.class);
  private static final Map<LockDatabase, LockSessions> OPEN = new ConcurrentHashMap<>();
  private static final int MOST_IDLE = 4;
  private static final int ATTEMPTS = 6;

  /** SQLSTATE's class of a refused login, which no further attempt changes. */
  private static final String LOGIN_REFUSED = "28";

  private static final RetryPolicy<LockSession> RETRIES =
      RetryPolicy.<LockSession>builder()
          .handle(SQLException.class)
          .abortOn(LockSessions::isRefused)
          .withMaxAttempts(ATTEMPTS)
          .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(5))
          .build();

  private final LockDatabase database;
  private final Deque<LockSession> idle = new ConcurrentLinkedDeque<>();

  private LockSessions(LockDatabase database) {
    this.database = database;
  }

  static LockSessions of(LockDatabase database) {
    return OPEN.computeIfAbsent(database, LockSessions::new);
  }

  /**
   * A session that holds the lock, however long others hold it before.
   *
   * @throws LakeException if the database cannot be reached in six attempts, about seven seconds
   */
  LockSession lock(TableName table, long key) throws InterruptedException {
    try {
      return Failsafe.with(RETRIES).get(() -> attempt(table, key));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new LakeException(
          "table %s: no commit, as its lock cannot be taken from the lock database %s; check that it runs and that user '%s' may connect"
              .formatted(table, database.url(), database.user()),
          e.getCause() == null ? e : e.getCause());
    }
  }

  private LockSession attempt(TableName table, long key) throws SQLException, InterruptedException {
    for (LockSession kept = idle.poll(); kept != null; kept = idle.poll()) {
      try {
        return waitWith(kept, table, key);
      } catch (SQLException e) {
        LOG.debug("a kept session of {} has ended", database.url(), e);
      }
    }
    return waitWith(LockSession.connect(database), table, key);
  }

  private LockSession waitWith(LockSession session, TableName table, long key)
      throws SQLException, InterruptedException {
    boolean given = false;
    try {
      while (!session.lock(table, key)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LOG.warn("table {}: another process holds its lock; still waiting", table);
      }
      given = true;
      return session;
    } finally {
      if (!given) {
        session.close();
      }
    }
  }

  /** Frees the lock; keeps the session if it still lives. */
  void unlock(LockSession session, long key) {
    boolean keep = false;
    try {
      keep = session.unlock(key) && idle.size() < MOST_IDLE;
    } catch (SQLException e) {
      LOG.debug("a session of {} ended with its lock", database.url(), e);
    }
    if (keep) {
      idle.push(session);
    } else {
      session.close();
    }
  }

  private static boolean isRefused(Throwable e) {
    return e instanceof SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().startsWith(LOGIN_REFUSED);
  }
}
