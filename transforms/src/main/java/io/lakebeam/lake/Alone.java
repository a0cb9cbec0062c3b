package io.lakebeam.lake;

import java.io.IOException;

/**
 * A task of a lake that one process and thread does at a time. Others wait; whoever dies lets go.
 *
 * <pre>{@code
 * try (Alone alone = Alone.at(lake, "features")) {
 *   ...
 * }
 * }</pre>
 *
 * <p>For one thread, which may take it again.
 */
public final class Alone implements AutoCloseable {
  private final String task;
  private final TableLock lock;

  private Alone(String task, TableLock lock) {
    this.task = task;
    this.lock = lock;
  }

  /**
   * Waits until nobody else does the task.
   *
   * @param task named as a table would be
   * @throws LakeException if the lake has no locks, or their server cannot be reached
   */
  public static Alone at(Lake lake, String task) {
    try {
      return new Alone(task, TableLock.acquire(lake, TableName.of("task", task)));
    } catch (IOException e) {
      throw new LakeException("task %s: its lock could not be taken".formatted(task), e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new LakeException("task %s: its lock was not given back".formatted(task), e);
    }
  }
}
