package io.lakebeam.lake.write;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Where the rows of a bucket are that wait to be written, and their order: by key, then by age. A
 * row takes twenty bytes here, and is no object: as such the collector would move millions.
 */
final class HeldRows {
  private final PagePool pool;
  private final KeyPrefix prefix;

  /** Null: the prefix is all of the key. */
  private final @Nullable Comparator<InternalRow> byKey;

  private final @Nullable Comparator<InternalRow> byAge;
  private final BinaryRow left;
  private final BinaryRow right;

  private long[] prefixes = new long[16];
  private long[] places = new long[16];
  private int[] sizes = new int[16];
  private int count;
  private boolean isSorted = true;

  HeldRows(TableForm form, PagePool pool) {
    this.pool = pool;
    int[] key = form.key();
    this.prefix = KeyPrefix.of(form.rows(), key[0]);
    boolean isWhole = key.length == 1 && KeyPrefix.isWhole(form.rows().getTypeAt(key[0]));
    this.byKey = isWhole ? null : form.byKey();
    this.byAge = form.byAge();
    this.left = new BinaryRow(form.rows().getFieldCount());
    this.right = new BinaryRow(form.rows().getFieldCount());
  }

  int count() {
    return count;
  }

  /** Whether they came in their order. */
  boolean isSorted() {
    return isSorted;
  }

  void add(BinaryRow row, long place, int size) {
    if (count == places.length) {
      prefixes = Arrays.copyOf(prefixes, count * 2);
      places = Arrays.copyOf(places, count * 2);
      sizes = Arrays.copyOf(sizes, count * 2);
    }
    prefixes[count] = prefix.of(row);
    places[count] = place;
    sizes[count] = size;
    count++;
    if (isSorted && count > 1 && compare(count - 2, count - 1) > 0) {
      isSorted = false;
    }
  }

  void into(BinaryRow row, int at) {
    pool.into(row, places[at], sizes[at]);
  }

  void clear() {
    count = 0;
    isSorted = true;
  }

  boolean isSameKey(int one, int other) {
    return prefixes[one] == prefixes[other] && (byKey == null || compare(byKey, one, other) == 0);
  }

  /** Equal: as they came. */
  private int compare(int one, int other) {
    int compared = Long.compare(prefixes[one], prefixes[other]);
    if (compared == 0 && byKey != null) {
      compared = compare(byKey, one, other);
    }
    return compared == 0 && byAge != null ? compare(byAge, one, other) : compared;
  }

  private int compare(Comparator<InternalRow> comparator, int one, int other) {
    into(left, one);
    into(right, other);
    return comparator.compare(left, right);
  }

  /** The rows in their order. */
  int[] sorted() {
    return isSorted ? IntStream.range(0, count).toArray() : sort();
  }

  /**
   * Sorts numbers, of which the upper bits are those of the prefix that differ, or as many as there
   * is room for, and the lower ones say which row it is; then, row by row, those that are equal in
   * the upper ones.
   */
  private int[] sort() {
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, prefixes[i]);
      greatest = Math.max(greatest, prefixes[i]);
    }
    int rowBits = Integer.SIZE - Integer.numberOfLeadingZeros(count);
    // The difference is unsigned: it may be more than a long has room for.
    int prefixBits = Long.SIZE - Long.numberOfLeadingZeros(greatest - least);
    int dropped = Math.max(0, prefixBits + rowBits - (Long.SIZE - 1));
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (prefixes[i] - least) >>> dropped << rowBits | i;
    }
    Arrays.sort(numbers);
    int[] order = new int[count];
    long mask = (1L << rowBits) - 1;
    for (int i = 0; i < count; i++) {
      order[i] = (int) (numbers[i] & mask);
    }
    int from = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || numbers[i] >>> rowBits != numbers[from] >>> rowBits) {
        if (i - from > 1) {
          sortAlike(order, from, i);
        }
        from = i;
      }
    }
    return order;
  }

  private void sortAlike(int[] order, int from, int to) {
    Integer[] alike = new Integer[to - from];
    Arrays.setAll(alike, i -> order[from + i]);
    Arrays.sort(alike, this::compare);
    for (int i = from; i < to; i++) {
      order[i] = alike[i - from];
    }
  }
}
