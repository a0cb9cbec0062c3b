package io.lakebeam.bench.measure;

import java.util.Properties;

/**
 * A table's rows and, for each column, a sum over its values that does not depend on the rows'
 * order: two tables with the same sums hold the same rows, but for a collision.
 *
 * <p>A value counts together with its row's key, so values that changed places are seen. Not
 * thread-safe: each thread has its own, {@link #add} puts them together.
 */
public final class ColumnSums {
  private final String[] columns;
  private final long[] sums;
  private long rows;
  private long key;

  /** Of the columns of these names. */
  public ColumnSums(String... columns) {
    this.columns = columns.clone();
    this.sums = new long[columns.length];
  }

  /** Begins the next row. */
  public void row(long keyOfRow) {
    rows++;
    key = mix(keyOfRow);
  }

  /** An integer, a date in days, a time in microseconds, a decimal's unscaled value, a boolean. */
  public void value(int column, long value) {
    sums[column] += mix(value ^ key);
  }

  /** A floating-point number. */
  public void value(int column, double value) {
    value(column, Double.doubleToLongBits(value));
  }

  /** A string's UTF-8. */
  public void value(int column, byte[] value) {
    long hash = value.length;
    for (byte b : value) {
      hash = hash * 31 + b;
    }
    value(column, hash);
  }

  /** Adds what another thread has read. */
  public void add(ColumnSums other) {
    rows += other.rows;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
  }

  /** How many rows were read. */
  public long rows() {
    return rows;
  }

  void writeTo(Properties result) {
    result.setProperty("rows", Long.toString(rows));
    for (int i = 0; i < columns.length; i++) {
      result.setProperty("sum." + columns[i], Long.toHexString(sums[i]));
    }
  }

  private static long mix(long value) {
    long mixed = value * 0x9E37_79B9_7F4A_7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
    return mixed ^ (mixed >>> 29);
  }
}
