package io.lakebeam.lake.write;

import static java.util.Comparator.comparingInt;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.memory.MemorySegment;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The memory that the rows of one batch wait in: pages, each with a number. When it is used up, the
 * bucket that holds most of it is written.
 */
public final class PagePool {
  /** Small, since every table takes some: hundreds of tables are to fit into one share. */
  public static final int PAGE_BYTES = 16 << 10;

  /** An open file holds a part of its last row group, some megabytes. */
  private static final int MOST_OPEN = 8;

  private final List<BucketWriter> buckets = new ArrayList<>();

  /** Those whose file waits for more, the one that was written longest ago first. */
  private final Set<BucketWriter> open = new LinkedHashSet<>();

  /** By number, each alone in an array, as a row wants it; null: not there. */
  private final List<MemorySegment @Nullable []> pages = new ArrayList<>();

  private final Deque<Integer> free = new ArrayDeque<>();
  private final Deque<Integer> unused = new ArrayDeque<>();
  private int left;
  private @Nullable Held last;

  /**
   * Bytes that are held.
   *
   * @param place where they are
   * @param owner whose pages these are
   */
  @SuppressWarnings("ArrayRecordComponent") // the same array, not an equal one
  record Held(byte[] bytes, long place, BucketWriter owner) {}

  /** Of so many bytes. */
  public PagePool(long bytes) {
    this.left = Math.toIntExact(Math.max(1, bytes / PAGE_BYTES));
  }

  void add(BucketWriter bucket) {
    buckets.add(bucket);
  }

  void remove(BucketWriter bucket) {
    buckets.remove(bucket);
    open.remove(bucket);
  }

  /** A bucket has written, and keeps its file open: another may have to close its own. */
  void keepsOpen(BucketWriter bucket) throws IOException {
    open.remove(bucket);
    open.add(bucket);
    if (open.size() > MOST_OPEN) {
      open.iterator().next().finishFile();
    }
  }

  void isClosed(BucketWriter bucket) {
    open.remove(bucket);
  }

  int openFiles() {
    return open.size();
  }

  /** Points a row to where its bytes are. */
  void into(BinaryRow row, long place, int size) {
    row.pointTo(pages.get((int) (place >>> Integer.SIZE)), (int) place, size);
  }

  MemorySegment page(int number) {
    return pages.get(number)[0];
  }

  /**
   * A page for at least so many bytes: one of its own for a row that is larger than a page. One
   * that is larger than the memory has it alone.
   */
  int take(int bytes) throws IOException {
    int weight = weight(bytes);
    while (left < weight && writeLargest()) {
      // Until there is room.
    }
    left -= weight;
    if (weight == 1 && !free.isEmpty()) {
      return free.pop();
    }
    MemorySegment[] page = {MemorySegment.allocateHeapMemory(Math.max(bytes, PAGE_BYTES))};
    if (unused.isEmpty()) {
      pages.add(page);
      return pages.size() - 1;
    }
    int number = unused.pop();
    pages.set(number, page);
    return number;
  }

  /** Whether there is anything to write. */
  private boolean writeLargest() throws IOException {
    BucketWriter largest = Collections.max(buckets, comparingInt(BucketWriter::heldBytes));
    if (largest.heldBytes() == 0) {
      return false;
    }
    largest.flush();
    return true;
  }

  private static int weight(int bytes) {
    return Math.max(1, (bytes + PAGE_BYTES - 1) / PAGE_BYTES);
  }

  void free(List<Integer> numbers) {
    last = null;
    for (int number : numbers) {
      int bytes = page(number).size();
      left += weight(bytes);
      if (bytes == PAGE_BYTES) {
        free.push(number);
      } else {
        pages.set(number, null);
        unused.push(number);
      }
    }
  }

  /** What was held last, if it still is: the next table of a record may have the same bytes. */
  @Nullable Held last() {
    return last;
  }

  void remember(Held held) {
    last = held;
  }
}
