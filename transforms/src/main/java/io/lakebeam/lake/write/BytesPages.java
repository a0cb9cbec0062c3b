package io.lakebeam.lake.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.memory.MemorySegment;
import org.apache.paimon.shade.org.apache.parquet.column.ColumnDescriptor;
import org.apache.paimon.shade.org.apache.parquet.column.statistics.Statistics;
import org.apache.paimon.shade.org.apache.parquet.io.api.Binary;

/** Pages of texts and bytes: each with its length before it. */
final class BytesPages extends ColumnPages {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final int field;
  private final boolean isText;

  /** Where in the page the least and the greatest value are; a page has no value yet: -1. */
  private int least = -1;

  private int leastEnd;
  private int greatest;
  private int greatestEnd;

  BytesPages(ColumnDescriptor column, int field, boolean isText) {
    super(column);
    this.field = field;
    this.isText = isText;
  }

  @Override
  boolean isNull(BinaryRow row) {
    return row.isNullAt(field);
  }

  @Override
  void put(BinaryRow row, long sequence) {
    int start = used() + Integer.BYTES;
    int length;
    byte[] values;
    if (isText) {
      BinaryString text = row.getString(field);
      MemorySegment[] segments = text.getSegments();
      length = text.getSizeInBytes();
      values = room(Integer.BYTES + length);
      if (segments.length == 1) {
        segments[0].get(text.getOffset(), values, start, length);
      } else {
        System.arraycopy(text.toBytes(), 0, values, start, length);
      }
    } else {
      byte[] bytes = row.getBinary(field);
      length = bytes.length;
      values = room(Integer.BYTES + length);
      System.arraycopy(bytes, 0, values, start, length);
    }
    INT.set(values, used(), length);
    used(Integer.BYTES + length);
    compare(values, start, start + length);
  }

  private void compare(byte[] values, int start, int end) {
    if (least < 0) {
      least = start;
      leastEnd = end;
      greatest = start;
      greatestEnd = end;
    } else if (Arrays.compareUnsigned(values, start, end, values, greatest, greatestEnd) > 0) {
      greatest = start;
      greatestEnd = end;
    } else if (Arrays.compareUnsigned(values, start, end, values, least, leastEnd) < 0) {
      least = start;
      leastEnd = end;
    }
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
