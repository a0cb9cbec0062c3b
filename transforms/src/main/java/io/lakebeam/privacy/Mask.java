package io.lakebeam.privacy;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What is stored in the place of a column's value. Values are as rows of the lake hold them: text
 * as {@code BinaryString}, a date as its day since 1970, a time as {@code Timestamp}.
 *
 * <pre>{@code
 * Mask mask = MaskRule.hmac().on(DataTypes.STRING(), keys);
 * mask.of(BinaryString.fromString("Ann@Example.org")); // h2_5d0c...
 * }</pre>
 *
 * <p>The same value gives the same mask wherever it comes from. Made for one column and one thread.
 */
@FunctionalInterface
public interface Mask {
  /** Null, whatever the value is: it need not even be read. */
  Mask NOTHING = value -> null;

  /**
   * The mask of a value; null stays null.
   *
   * @throws ArithmeticException if the result does not fit the column; the message does not say the
   *     value
   */
  @Nullable Object of(@Nullable Object value);
}
