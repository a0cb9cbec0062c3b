package io.lakebeam.change;

import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.TableName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the columns of a history say of its rows: the source's columns, then {@link ChangeColumns}.
 */
final class VersionColumns {
  private static final int MILLISECONDS = 3;

  private final RowType read;
  private final int given;
  private final int eventTime;
  private final int precision;

  VersionColumns(TableName table, RowType source, String eventTime) {
    this.read = ChangeColumns.addTo(source);
    this.given = source.getFieldCount();
    this.eventTime = read.getFieldIndex(eventTime);
    if (this.eventTime < 0 || !isTimestamp(read, this.eventTime)) {
      throw new LakeException(
          "table %s: an event time is a column of timestamps; found '%s', the table has: %s"
              .formatted(table, eventTime, source.asSQLString()));
    }
    this.precision = DataTypeChecks.getPrecision(read.getTypeAt(this.eventTime));
  }

  private static boolean isTimestamp(RowType type, int column) {
    return type.getTypeAt(column)
        .isAnyOf(
            DataTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE, DataTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
  }

  /** What is read. */
  RowType read() {
    return read;
  }

  /** The order in which versions of a key are true. */
  Comparator<InternalRow> order() {
    return Comparator.comparing(this::validFrom)
        .thenComparingInt(row -> row.getInt(given + 2))
        .thenComparingLong(row -> row.getLong(given + 3))
        .thenComparingLong(row -> row.getLong(given + 4));
  }

  /** From when it is true. */
  Instant validFrom(InternalRow row) {
    return row.isNullAt(eventTime)
        ? instant(row.getTimestamp(given + 5, MILLISECONDS))
        : instant(row.getTimestamp(eventTime, precision));
  }

  Version version(InternalRow row, @Nullable Instant validTo, @Nullable Instant knownAt) {
    int[] source = new int[given];
    for (int i = 0; i < given; i++) {
      source[i] = i;
    }
    return new Version(
        ProjectedRow.from(source).replaceRow(row),
        Operation.ofCode(row.getString(given).toString()),
        row.getBoolean(given + 1),
        validFrom(row),
        validTo,
        knownAt);
  }

  private static Instant instant(Timestamp time) {
    return Instant.EPOCH.plus(time.toMicros(), ChronoUnit.MICROS);
  }
}
