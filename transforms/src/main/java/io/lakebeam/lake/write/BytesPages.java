package io.lakebeam.lake.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.memory.MemorySegment;
import org.apache.paimon.shade.org.apache.parquet.column.ColumnDescriptor;
import org.apache.paimon.shade.org.apache.parquet.column.statistics.Statistics;
import org.apache.paimon.shade.org.apache.parquet.io.api.Binary;

/** Pages of texts and bytes: each with its length before it. */
final class BytesPages extends ColumnPages {
  private static final VarHandle PREFIX =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** A value that is not within the eight bytes of its field has this bit unset there. */
  private static final long IN_PLACE = 1L << (Long.SIZE - 1);

  private final int fixedAt;

  /** Where in the page the least and the greatest value are; a page has no value yet: -1. */
  private int least = -1;

  private int leastEnd;
  private long leastPrefix;
  private int greatest;
  private int greatestEnd;
  private long greatestPrefix;

  BytesPages(ColumnDescriptor column, int field, int arity) {
    super(column, field);
    this.fixedAt = BinaryRow.calculateBitSetWidthInBytes(arity) + field * Long.BYTES;
  }

  /**
   * As {@link BinaryRow} lays it out: the field has the length in the low half and the place in the
   * high one, or, of up to seven bytes, these themselves.
   */
  @Override
  void put(BinaryRow row, long sequence) {
    MemorySegment bytes = row.getSegments()[0];
    int at = row.getOffset() + fixedAt;
    long field = bytes.getLong(at);
    int length;
    if ((field & IN_PLACE) == 0) {
      at = row.getOffset() + (int) (field >>> Integer.SIZE);
      length = (int) field;
    } else {
      at += MemorySegment.LITTLE_ENDIAN ? 0 : 1;
      length = (int) (field >>> (Long.SIZE - Byte.SIZE)) & 0x7f;
    }
    putInt(length);
    bytes.get(at, room(length), used(), length);
    compare(values(), used(), used() + length);
    used(length);
  }

  /** By their first eight bytes, which mostly differ, and only then by all of them. */
  private void compare(byte[] values, int start, int end) {
    long prefix = prefix(values, start, end);
    if (least < 0) {
      isLeast(start, end, prefix);
      isGreatest(start, end, prefix);
      return;
    }
    int compared = Long.compareUnsigned(prefix, greatestPrefix);
    if (compared == 0) {
      compared = Arrays.compareUnsigned(values, start, end, values, greatest, greatestEnd);
    }
    if (compared > 0) {
      isGreatest(start, end, prefix);
      return;
    }
    compared = Long.compareUnsigned(prefix, leastPrefix);
    if (compared == 0) {
      compared = Arrays.compareUnsigned(values, start, end, values, least, leastEnd);
    }
    if (compared < 0) {
      isLeast(start, end, prefix);
    }
  }

  private void isLeast(int start, int end, long prefix) {
    least = start;
    leastEnd = end;
    leastPrefix = prefix;
  }

  private void isGreatest(int start, int end, long prefix) {
    greatest = start;
    greatestEnd = end;
    greatestPrefix = prefix;
  }

  /** The first eight bytes as a number, zeros for those that are not there. */
  private static long prefix(byte[] values, int start, int end) {
    int missing = Long.BYTES - (end - start);
    if (missing >= Long.BYTES) {
      return 0;
    }
    if (values.length - start >= Long.BYTES) {
      long first = (long) PREFIX.get(values, start);
      return missing <= 0 ? first : first & (-1L << (missing * Byte.SIZE));
    }
    long prefix = 0;
    for (int i = start; i < start + Long.BYTES; i++) {
      prefix = (prefix << Byte.SIZE) | (i < end ? values[i] & 0xff : 0);
    }
    return prefix;
  }

  @Override
  void tell(Statistics<?> statistics) {
    statistics.updateStats(copy(least, leastEnd));
    statistics.updateStats(copy(greatest, greatestEnd));
    least = -1;
  }

  private Binary copy(int start, int end) {
    return Binary.fromConstantByteArray(Arrays.copyOfRange(values(), start, end));
  }
}
