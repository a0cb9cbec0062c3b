package io.lakebeam.change;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Hands out the same buffers to one parser after the other. */
final class OneRecycler implements RecyclerPool<BufferRecycler> {
  private static final long serialVersionUID = 1L;
  private transient @Nullable BufferRecycler free;

  @Override
  public BufferRecycler acquirePooled() {
    BufferRecycler taken = free == null ? new BufferRecycler() : free;
    free = null;
    return taken;
  }

  @Override
  public void releasePooled(BufferRecycler released) {
    free = released;
  }
}
