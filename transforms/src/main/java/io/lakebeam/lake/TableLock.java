package io.lakebeam.lake;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table's lock for the length of a commit. It keeps other processes away, by a file of the
 * warehouse on the local disk ({@link DiskLock}) and by a session of the lock database where the
 * warehouse is on S3 ({@link SessionLock}), and it keeps other threads of this process away. Both
 * kinds end with the process that holds them. The thread that holds it may take it again.
 */
final class TableLock implements AutoCloseable {
  private static final Map<String, Slot> SLOTS = new ConcurrentHashMap<>();

  private final Slot slot;

  private TableLock(Slot slot) {
    this.slot = slot;
  }

  /**
   * Waits until no other process or thread holds the table's lock.
   *
   * @throws LakeException if the warehouse has no locks, or their server cannot be reached
   */
  static TableLock acquire(Lake lake, TableName table) throws IOException {
    lake.requireLocks();
    String name =
        lake.isOnDisk() ? DiskLock.file(lake, table).toString() : SessionLock.name(lake, table);
    Slot slot = SLOTS.computeIfAbsent(name, n -> new Slot());
    try {
      slot.take(lake, table);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "table " + table + ": interrupted while waiting for its lock");
    }
    return new TableLock(slot);
  }

  /**
   * Asks whoever keeps the lock whether it is still this process's.
   *
   * @throws LockLostException if it is not
   */
  void requireHeld() {
    slot.held().requireHeld();
  }

  @Override
  public void close() throws IOException {
    slot.leave();
  }

  /** A lock's place in this process; what is in it belongs to the thread that holds it. */
  private static final class Slot {
    private final ReentrantLock thread = new ReentrantLock();
    private @Nullable HeldLock held;

    void take(Lake lake, TableName table) throws IOException, InterruptedException {
      thread.lockInterruptibly();
      boolean taken = held != null;
      try {
        if (!taken) {
          held =
              lake.isOnDisk()
                  ? DiskLock.acquire(table, DiskLock.file(lake, table))
                  : SessionLock.acquire(lake, table);
          taken = true;
        }
      } finally {
        if (!taken) {
          thread.unlock();
        }
      }
    }

    HeldLock held() {
      if (held == null || !thread.isHeldByCurrentThread()) {
        throw new IllegalStateException("the lock is not this thread's");
      }
      return held;
    }

    void leave() throws IOException {
      HeldLock mine = held();
      try {
        if (thread.getHoldCount() == 1) {
          held = null;
          mine.close();
        }
      } finally {
        thread.unlock();
      }
    }
  }
}
