package io.lakebeam.reconcile;

import java.util.ArrayList;
import java.util.List;

/** How many rows are in each bucket, and the sum of their hashes, each half by itself. */
final class BucketSums {
  private final long[] counts = new long[Reconcile.BUCKETS];
  private final long[] high = new long[Reconcile.BUCKETS];
  private final long[] low = new long[Reconcile.BUCKETS];

  /** Adds rows; the sums go around at 64 bits. */
  void add(int bucket, long rows, long highSum, long lowSum) {
    counts[bucket] += rows;
    high[bucket] += highSum;
    low[bucket] += lowSum;
  }

  long rows() {
    long rows = 0;
    for (long count : counts) {
      rows += count;
    }
    return rows;
  }

  /** The buckets in which the other has another number of rows or other rows. */
  List<Integer> differing(BucketSums other) {
    List<Integer> bad = new ArrayList<>();
    for (int i = 0; i < Reconcile.BUCKETS; i++) {
      if (counts[i] != other.counts[i] || high[i] != other.high[i] || low[i] != other.low[i]) {
        bad.add(i);
      }
    }
    return bad;
  }
}
