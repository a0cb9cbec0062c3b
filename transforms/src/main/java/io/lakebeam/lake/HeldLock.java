package io.lakebeam.lake;

import java.io.IOException;

/** What keeps other processes away from a table; ends with the process that holds it. */
interface HeldLock extends AutoCloseable {

  /**
   * Asks whether it is still held.
   *
   * @throws LockLostException if this process holds it no longer
   */
  void requireHeld();

  @Override
  void close() throws IOException;
}
