package io.lakebeam.lake.write;

import java.util.Arrays;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.shade.org.apache.parquet.column.ColumnDescriptor;
import org.apache.paimon.shade.org.apache.parquet.column.statistics.Statistics;
import org.apache.paimon.shade.org.apache.parquet.io.api.Binary;

/** Pages of the types whose order has rules of its own, which the library knows. */
abstract class OtherPages extends ColumnPages {
  private Statistics<?> found;

  private OtherPages(ColumnDescriptor column, int field) {
    super(column, field);
    this.found = Statistics.createStats(type());
  }

  static ColumnPages ofFloats(ColumnDescriptor column, int field) {
    return new OtherPages(column, field) {
      @Override
      void put(BinaryRow row, long sequence) {
        float value = row.getFloat(field);
        putInt(Float.floatToRawIntBits(value));
        found().updateStats(value);
      }
    };
  }

  static ColumnPages ofDoubles(ColumnDescriptor column, int field) {
    return new OtherPages(column, field) {
      @Override
      void put(BinaryRow row, long sequence) {
        double value = row.getDouble(field);
        putLong(Double.doubleToRawLongBits(value));
        found().updateStats(value);
      }
    };
  }

  /** A bit each, the first one lowest. */
  static ColumnPages ofBooleans(ColumnDescriptor column, int field) {
    return new OtherPages(column, field) {
      private int bits;

      @Override
      void put(BinaryRow row, long sequence) {
        boolean value = row.getBoolean(field);
        byte[] values = room(1);
        if (bits == 0) {
          values[used()] = 0;
        }
        if (value) {
          values[used()] |= (byte) (1 << bits);
        }
        bits++;
        if (bits == Byte.SIZE) {
          used(1);
          bits = 0;
        }
        found().updateStats(value);
      }

      @Override
      int endOfValues() {
        int end = bits == 0 ? used() : used() + 1;
        bits = 0;
        return end;
      }
    };
  }

  /** Decimals of more than 18 digits: their unscaled value, the greatest byte first. */
  static ColumnPages ofDecimals(ColumnDescriptor column, int field, int precision, int scale) {
    return new OtherPages(column, field) {
      @Override
      void put(BinaryRow row, long sequence) {
        byte[] unscaled = row.getDecimal(field, precision, scale).toUnscaledBytes();
        int length = type().getTypeLength();
        byte[] values = room(length);
        int signs = used() + length - unscaled.length;
        Arrays.fill(values, used(), signs, (byte) (unscaled[0] < 0 ? -1 : 0));
        System.arraycopy(unscaled, 0, values, signs, unscaled.length);
        found()
            .updateStats(
                Binary.fromConstantByteArray(Arrays.copyOfRange(values, used(), used() + length)));
        used(length);
      }
    };
  }

  final Statistics<?> found() {
    return found;
  }

  @Override
  void tell(Statistics<?> statistics) {
    merge(statistics);
    found = Statistics.createStats(type());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // both are of the column's type
  private void merge(Statistics statistics) {
    statistics.mergeStatistics(found);
  }
}
