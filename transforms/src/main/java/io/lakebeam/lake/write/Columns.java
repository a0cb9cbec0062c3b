package io.lakebeam.lake.write;

import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.shade.org.apache.parquet.column.ColumnDescriptor;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.RowType;

/** How a table's columns are stored in Parquet, which is as Paimon stores them. */
final class Columns {
  /** Paimon's own columns come first: the row's sequence number, and its kind. */
  private static final int OWN = 2;

  private Columns() {}

  /** Whether all columns can be written here: none has parts, none is finer than microseconds. */
  static boolean canWrite(RowType type) {
    return type.getFieldTypes().stream().allMatch(Columns::canWrite);
  }

  private static boolean canWrite(DataType type) {
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR, BOOLEAN, BINARY, VARBINARY, DECIMAL, TINYINT, SMALLINT, INTEGER, BIGINT ->
          true;
      case FLOAT, DOUBLE, DATE, TIME_WITHOUT_TIME_ZONE -> true;
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          DataTypeChecks.getPrecision(type) <= 6;
      default -> false;
    };
  }

  /**
   * The pages of all columns.
   *
   * @param columns of the file: Paimon's own, then the table's
   */
  static List<ColumnPages> pages(RowType type, List<ColumnDescriptor> columns) {
    List<ColumnPages> pages = new ArrayList<>(columns.size());
    pages.add(new NumberPages(columns.get(0), -1, (row, at, sequence) -> sequence));
    pages.add(
        new NumberPages(
            columns.get(1), -1, (row, at, sequence) -> row.getSegments()[0].get(row.getOffset())));
    for (int i = 0; i < type.getFieldCount(); i++) {
      pages.add(pages(type, columns.get(OWN + i), i));
    }
    return pages;
  }

  private static ColumnPages pages(RowType rows, ColumnDescriptor column, int field) {
    DataType type = rows.getTypeAt(field);
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR, BINARY, VARBINARY -> new BytesPages(column, field, rows.getFieldCount());
      case BOOLEAN -> OtherPages.ofBooleans(column, field);
      case FLOAT -> OtherPages.ofFloats(column, field);
      case DOUBLE -> OtherPages.ofDoubles(column, field);
      case TINYINT -> new NumberPages(column, field, (row, at, sequence) -> row.getByte(at));
      case SMALLINT -> new NumberPages(column, field, (row, at, sequence) -> row.getShort(at));
      case INTEGER, DATE, TIME_WITHOUT_TIME_ZONE ->
          new NumberPages(column, field, (row, at, sequence) -> row.getInt(at));
      case BIGINT -> new NumberPages(column, field, (row, at, sequence) -> row.getLong(at));
      case DECIMAL -> decimals((DecimalType) type, column, field);
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new NumberPages(column, field, timestamp(DataTypeChecks.getPrecision(type)));
      default -> throw new IllegalArgumentException("no pages for " + type.asSQLString());
    };
  }

  private static ColumnPages decimals(DecimalType type, ColumnDescriptor column, int field) {
    int precision = type.getPrecision();
    int scale = type.getScale();
    return Decimal.isCompact(precision)
        ? new NumberPages(
            column,
            field,
            (row, at, sequence) -> row.getDecimal(at, precision, scale).toUnscaledLong())
        : OtherPages.ofDecimals(column, field, precision, scale);
  }

  private static NumberPages.Getter timestamp(int precision) {
    return precision <= 3
        ? (row, at, sequence) -> row.getTimestamp(at, precision).getMillisecond()
        : (row, at, sequence) -> row.getTimestamp(at, precision).toMicros();
  }
}
