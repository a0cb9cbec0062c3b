package io.lakebeam.lake.write;

import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.RowType;

/**
 * A number that orders rows as their keys do, as far as it goes: where the numbers of two rows
 * differ, so do their keys, and in the same way.
 */
interface KeyPrefix {
  long of(BinaryRow row);

  /** Of keys that begin with this column. */
  static KeyPrefix of(RowType type, int column) {
    DataType first = type.getTypeAt(column);
    return switch (first.getTypeRoot()) {
      case TINYINT -> row -> row.getByte(column);
      case SMALLINT -> row -> row.getShort(column);
      case INTEGER, DATE, TIME_WITHOUT_TIME_ZONE -> row -> row.getInt(column);
      case BIGINT -> row -> row.getLong(column);
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
        int precision = DataTypeChecks.getPrecision(first);
        yield row -> row.getTimestamp(column, precision).getMillisecond();
      }
      case CHAR, VARCHAR -> row -> ofText(row.getString(column));
      default -> row -> 0;
    };
  }

  /** Whether the number is all there is of a key of one column. */
  static boolean isWhole(DataType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER, DATE, TIME_WITHOUT_TIME_ZONE, BIGINT -> true;
      default -> false;
    };
  }

  /** The first eight bytes, which are compared without a sign. */
  private static long ofText(BinaryString text) {
    int length = Math.min(Long.BYTES, text.getSizeInBytes());
    long prefix = 0;
    for (int i = 0; i < length; i++) {
      prefix |= (text.byteAt(i) & 0xffL) << (Long.SIZE - Byte.SIZE * (i + 1));
    }
    return prefix ^ Long.MIN_VALUE;
  }
}
