package io.lakebeam.lake.write;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.shade.org.apache.parquet.bytes.BytesInput;
import org.apache.paimon.shade.org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.paimon.shade.org.apache.parquet.column.ColumnDescriptor;
import org.apache.paimon.shade.org.apache.parquet.column.Encoding;
import org.apache.paimon.shade.org.apache.parquet.column.page.PageWriter;
import org.apache.paimon.shade.org.apache.parquet.column.statistics.Statistics;
import org.apache.paimon.shade.org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.paimon.shade.org.apache.parquet.schema.PrimitiveType;

/**
 * The pages of one column of a row group, of version 1 and plainly encoded: definition levels, run
 * length encoded with their length before them, then the values that are there. A page ends after
 * so many rows or bytes as parquet-java's default has it.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Encodings</a>
 */
abstract class ColumnPages {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ROWS = 20_000;
  private static final int BYTES = 1 << 20;

  /** The fields whose null bits are in a row's first eight bytes, after that of its kind. */
  private static final int FIELDS_OF_HEAD = Long.SIZE - Byte.SIZE;

  private final PrimitiveType type;

  /** Where a row has the value; below 0: it is not of the row. */
  private final int field;

  private final boolean isOptional;
  private final RunLengthBitPackingHybridEncoder levels;
  private PageWriter pages;
  private int rows;
  private int nulls;

  /** The values of the page that is being made. */
  private byte[] values = new byte[1 << 10];

  private int used;

  ColumnPages(ColumnDescriptor column, int field) {
    this.type = column.getPrimitiveType();
    this.field = field;
    this.isOptional = column.getMaxDefinitionLevel() == 1;
    this.levels =
        new RunLengthBitPackingHybridEncoder(1, 64, BYTES, HeapByteBufferAllocator.getInstance());
  }

  /** Begins a row group. */
  final void open(PageWriter newPages) {
    pages = newPages;
  }

  /**
   * Adds the value of each row, which there is where a column is NOT NULL.
   *
   * @param heads the first eight bytes of each, the first one lowest: its kind and null bits
   * @param sequence of all of these rows
   */
  final void add(BinaryRow[] block, long[] heads, int count, long sequence) throws IOException {
    for (int i = 0; i < count; i++) {
      BinaryRow row = block[i];
      if (isOptional && isNull(row, heads[i])) {
        addNull();
      } else {
        put(row, sequence);
        if (nulls > 0) {
          levels.writeInt(1);
        }
      }
      rows++;
      if (rows == ROWS || used >= BYTES) {
        finishPage();
      }
    }
  }

  private boolean isNull(BinaryRow row, long head) {
    if (field >= FIELDS_OF_HEAD) {
      return row.isNullAt(field);
    }
    return field >= 0 && ((head >>> (Byte.SIZE + field)) & 1) != 0;
  }

  private void addNull() throws IOException {
    if (nulls == 0) {
      present(rows);
    }
    nulls++;
    levels.writeInt(0);
  }

  private void present(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      levels.writeInt(1);
    }
  }

  /** Ends the page that is being made, if there is anything in it. */
  final void finishPage() throws IOException {
    if (rows == 0) {
      return;
    }
    Statistics<?> statistics = Statistics.createStats(type);
    statistics.incrementNumNulls(nulls);
    if (nulls < rows) {
      tell(statistics);
    }
    BytesInput held = BytesInput.from(values, 0, endOfValues());
    BytesInput page = held;
    if (isOptional) {
      if (nulls == 0) {
        present(rows);
      }
      BytesInput encoded = levels.toBytes();
      page = BytesInput.concat(BytesInput.fromInt(Math.toIntExact(encoded.size())), encoded, held);
    }
    pages.writePage(page, rows, rows, statistics, Encoding.RLE, Encoding.RLE, Encoding.PLAIN);
    levels.reset();
    rows = 0;
    nulls = 0;
    used = 0;
  }

  /** How many bytes the page that is being made has. */
  final int heldBytes() {
    return used;
  }

  final int field() {
    return field;
  }

  final PrimitiveType type() {
    return type;
  }

  /** The page's bytes, with room for so many more, and where they go. */
  final byte[] room(int bytes) {
    if (values.length - used < bytes) {
      values = Arrays.copyOf(values, Math.max(values.length * 2, used + bytes));
    }
    return values;
  }

  final void putInt(int value) {
    INTS.set(room(Integer.BYTES), used, value);
    used += Integer.BYTES;
  }

  final void putLong(long value) {
    LONGS.set(room(Long.BYTES), used, value);
    used += Long.BYTES;
  }

  final byte[] values() {
    return values;
  }

  final int used() {
    return used;
  }

  final void used(int bytes) {
    used += bytes;
  }

  /** Adds the value of a row that has one. */
  abstract void put(BinaryRow row, long sequence) throws IOException;

  /** Tells what values the page has, at least one, and forgets it. */
  abstract void tell(Statistics<?> statistics);

  /** Where the values end, after what a page's end adds. */
  int endOfValues() {
    return used;
  }
}
