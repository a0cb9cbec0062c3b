package io.lakebeam.lake;

import io.lakebeam.lake.write.PagePool;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.paimon.memory.HeapMemorySegmentPool;
import org.apache.paimon.memory.MemorySegmentPool;

/**
 * A batch's share of the memory that all batches of this JVM may hold, which is a quarter of the
 * heap: however many of them a runner writes at a time, and to however many tables, their rows take
 * no more.
 */
final class WriteMemory implements AutoCloseable {
  private static final long LARGEST = 48L << 20;
  private static final long SMALLEST = 8L << 20;

  private static final AtomicLong FREE = new AtomicLong(Runtime.getRuntime().maxMemory() / 4);

  private final long bytes;

  private WriteMemory(long bytes) {
    this.bytes = bytes;
  }

  /** Half of what is free, within bounds: who comes later has less, and never nothing. */
  static WriteMemory lease() {
    long free = FREE.get();
    while (true) {
      long share = Math.max(SMALLEST, Math.min(LARGEST, free / 2));
      if (FREE.compareAndSet(free, free - share)) {
        return new WriteMemory(share);
      }
      free = FREE.get();
    }
  }

  long bytes() {
    return bytes;
  }

  /** For Paimon's own writers. */
  MemorySegmentPool pool() {
    return new HeapMemorySegmentPool(bytes, PagePool.PAGE_BYTES);
  }

  @Override
  public void close() {
    FREE.addAndGet(bytes);
  }
}
