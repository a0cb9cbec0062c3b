package io.lakebeam.lake.write;

import java.util.Arrays;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.memory.MemorySegment;
import org.apache.paimon.shade.org.apache.parquet.column.ColumnDescriptor;
import org.apache.paimon.shade.org.apache.parquet.column.statistics.Statistics;
import org.apache.paimon.shade.org.apache.parquet.io.api.Binary;

/** Pages of texts and bytes: each with its length before it. */
final class BytesPages extends ColumnPages {
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
    if (isText) {
      putText(row.getString(field));
    } else {
      byte[] bytes = row.getBinary(field);
      putInt(bytes.length);
      System.arraycopy(bytes, 0, room(bytes.length), used(), bytes.length);
      taken(bytes.length);
    }
  }

  private void putText(BinaryString text) {
    MemorySegment[] segments = text.getSegments();
    int length = text.getSizeInBytes();
    putInt(length);
    byte[] values = room(length);
    if (segments.length == 1) {
      segments[0].get(text.getOffset(), values, used(), length);
    } else {
      System.arraycopy(text.toBytes(), 0, values, used(), length);
    }
    taken(length);
  }

  private void taken(int length) {
    compare(values(), used(), used() + length);
    used(length);
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
