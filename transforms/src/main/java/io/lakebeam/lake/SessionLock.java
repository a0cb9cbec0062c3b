package io.lakebeam.lake;

import io.lakebeam.privacy.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * The lock of a table on S3: a PostgreSQL advisory lock on a 64-bit hash of the warehouse and the
 * table, held by a session of its own. It ends with the session, and the session with its process.
 */
final class SessionLock implements HeldLock {
  private final TableName table;
  private final LockDatabase database;
  private final long key;
  private final LockSession session;

  private SessionLock(TableName table, LockDatabase database, long key, LockSession session) {
    this.table = table;
    this.database = database;
    this.key = key;
    this.session = session;
  }

  /** What the lock is called among all lakes. */
  static String name(Lake lake, TableName table) {
    return lake.warehouse().replaceAll("/+$", "") + "/" + table;
  }

  /** Waits for the table's lock. */
  static SessionLock acquire(Lake lake, TableName table) throws InterruptedException {
    LockDatabase database = lake.locks();
    long key = key(name(lake, table));
    LockSession session = LockSessions.of(database).lock(table, key);
    return new SessionLock(table, database, key, session);
  }

  @Override
  public void requireHeld() {
    try {
      if (!session.holds(key)) {
        throw new LockLostException(
            table,
            "the session does not hold it; is %s behind a pooler that deals out transactions? connect to the server itself"
                .formatted(database.url()));
      }
    } catch (SQLException e) {
      throw new LockLostException(
          table, "the session with %s has ended: %s".formatted(database.url(), e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    LockSessions.of(database).unlock(session, key);
  }

  private static long key(String name) {
    byte[] hash = Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(hash).getLong();
  }
}
