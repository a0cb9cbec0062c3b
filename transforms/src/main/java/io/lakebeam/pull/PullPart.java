package io.lakebeam.pull;

import java.io.Serializable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What is read of a source at a time.
 *
 * @param number which part of its pull it is, from 0
 * @param from the least value of the first column of the key; null: there is none
 * @param to the value that is greater than all of them; null: there is none
 * @param low the least watermark; null: rows of all are read
 */
public record PullPart(int number, @Nullable Long from, @Nullable Long to, @Nullable String low)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROW_BITS = 40;

  /** All of a source from a watermark on. */
  public static PullPart whole(@Nullable String low) {
    return new PullPart(0, null, null, low);
  }

  /** The number in its pull of a row of this part, the first of which is 1. */
  public long rowNumber(long row) {
    return ((long) number << ROW_BITS) | row;
  }

  /** The part of a row's number in its pull. */
  public static int partOf(long rowNumber) {
    return (int) (rowNumber >>> ROW_BITS);
  }

  /** The first number that rows of a part may have. */
  public static long firstOf(int part) {
    return (long) part << ROW_BITS;
  }
}
