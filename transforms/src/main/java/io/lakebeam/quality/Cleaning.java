package io.lakebeam.quality;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What silver has in the place of a column's value. Values are as rows of the lake hold them.
 *
 * <pre>{@code
 * Cleaning cleaning = ColumnCleaning.on(List.of(new CleanStep(Kind.TITLE, null)), DataTypes.STRING());
 * cleaning.of(BinaryString.fromString("mcdonald")); // McDonald
 * }</pre>
 *
 * <p>It is of the value alone: the same value becomes the same, wherever it comes from.
 */
@FunctionalInterface
public interface Cleaning {
  /**
   * The clean value.
   *
   * @throws UncleanException if there is none
   */
  @Nullable Object of(@Nullable Object value);
}
