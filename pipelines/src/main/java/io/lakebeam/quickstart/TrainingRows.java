package io.lakebeam.quickstart;

/**
 * How much of the data file a training set gives back.
 *
 * @param expected rows of the file that were loaded
 * @param reproduced how many of them the training set has, equal in every column
 * @param extra rows of the training set that the file does not have
 * @param difference the first row that differs, described; empty where none does
 */
public record TrainingRows(long expected, long reproduced, long extra, String difference) {
  /** Checks that the numbers are possible. */
  public TrainingRows {
    if (expected < 0 || reproduced < 0 || reproduced > expected || extra < 0) {
      throw new IllegalArgumentException(
          expected + " expected, " + reproduced + " reproduced, " + extra + " extra");
    }
  }

  /** Whether the training set has every row and nothing else. */
  public boolean isExact() {
    return reproduced == expected && extra == 0;
  }
}
