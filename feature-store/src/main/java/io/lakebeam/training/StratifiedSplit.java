package io.lakebeam.training;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which rows are trained on and which are held out, in the same proportion in each class.
 *
 * <pre>{@code
 * StratifiedSplit split = StratifiedSplit.of(labels, 0.2, 42);
 * int[] train = split.train(); // positions in labels, rising
 * int[] test = split.test();
 * }</pre>
 *
 * <p>Of each class, round(fraction * its rows) rows are held out, the first ones of a Fisher-Yates
 * shuffle (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 P) by {@link Random}, whose
 * sequence Java specifies: the same labels and seed give the same split on any machine.
 */
public final class StratifiedSplit {
  private final int[] train;
  private final int[] test;

  private StratifiedSplit(int[] train, int[] test) {
    this.train = train;
    this.test = test;
  }

  /**
   * Splits rows by their labels.
   *
   * @param labels 0 or 1 per row
   * @param testFraction the share that is held out, between 0 and 1
   * @throws IllegalArgumentException when a class would have no row on one of the two sides
   */
  public static StratifiedSplit of(int[] labels, double testFraction, long seed) {
    checkFraction(testFraction);
    Random random = new Random(seed);
    boolean[] held = new boolean[labels.length];
    for (int label = 0; label <= 1; label++) {
      int[] rows = rowsOf(labels, label);
      int count = (int) Math.round(rows.length * testFraction);
      if (count == 0 || count == rows.length) {
        throw new IllegalArgumentException(
            "cannot hold out %s of the rows with label %d; found: %d such rows; allowed: enough for at least one row on each side"
                .formatted(testFraction, label, rows.length));
      }
      shuffle(rows, random);
      Arrays.stream(rows, 0, count).forEach(row -> held[row] = true);
    }
    int[] all = IntStream.range(0, labels.length).toArray();
    return new StratifiedSplit(
        Arrays.stream(all).filter(row -> !held[row]).toArray(),
        Arrays.stream(all).filter(row -> held[row]).toArray());
  }

  static void checkFraction(double testFraction) {
    if (!(testFraction > 0 && testFraction < 1)) {
      throw new IllegalArgumentException(
          "test fraction is " + testFraction + "; allowed: more than 0, less than 1");
    }
  }

  private static int[] rowsOf(int[] labels, int label) {
    return IntStream.range(0, labels.length).filter(row -> labels[row] == label).toArray();
  }

  private static void shuffle(int[] rows, Random random) {
    for (int last = rows.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int row = rows[last];
      rows[last] = rows[other];
      rows[other] = row;
    }
  }

  /** The rows to train on, rising; a copy. */
  public int[] train() {
    return train.clone();
  }

  /** The rows that are held out, rising; a copy. */
  public int[] test() {
    return test.clone();
  }
}
