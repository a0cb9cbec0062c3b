package io.lakebeam.lake.write;

import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.shade.org.apache.parquet.column.ColumnDescriptor;
import org.apache.paimon.shade.org.apache.parquet.column.statistics.Statistics;
import org.apache.paimon.shade.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Pages of whole numbers of four or eight bytes, and of what is stored as such. */
final class NumberPages extends ColumnPages {
  private final Getter getter;
  private final boolean isInt;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  /** The number of a row. */
  interface Getter {
    long of(BinaryRow row, int field, long sequence);
  }

  NumberPages(ColumnDescriptor column, int field, Getter getter) {
    super(column, field);
    this.getter = getter;
    this.isInt = type().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
  }

  @Override
  void put(BinaryRow row, long sequence) {
    long value = getter.of(row, field(), sequence);
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    if (isInt) {
      putInt((int) value);
    } else {
      putLong(value);
    }
  }

  @Override
  void tell(Statistics<?> statistics) {
    if (isInt) {
      statistics.updateStats((int) least);
      statistics.updateStats((int) greatest);
    } else {
      statistics.updateStats(least);
      statistics.updateStats(greatest);
    }
    least = Long.MAX_VALUE;
    greatest = Long.MIN_VALUE;
  }
}
