package io.lakebeam.torture;

import java.util.random.RandomGenerator;

/**
 * Ranks from 0, each half as likely as the one of half its rank: some rows are hot, most are not.
 */
final class Zipf {
  private Zipf() {}

  /** A rank below {@code count}, with probability in proportion to 1 / (rank + 1), very nearly. */
  static long draw(RandomGenerator random, long count) {
    double most = Math.log(count + 1.0);
    return Math.min(count - 1, (long) Math.expm1(random.nextDouble() * most));
  }
}
