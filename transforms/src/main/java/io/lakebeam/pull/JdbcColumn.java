package io.lakebeam.pull;

import io.lakebeam.file.FileColumn;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A column of a database, and how its values become the texts that a table's column is read from:
 * without a loss, or as what the table refuses.
 *
 * @param column the table's
 * @param name the database's
 * @param type one of {@link Types}
 * @param typeName as the database calls it, in small letters
 * @param className of the Java objects that the driver has for its values
 * @param mayBeNull whether the database does not say that it never is
 * @param isInUtc whether the database is one of those whose {@code timestamp} is a point in time,
 *     here shown in UTC
 */
record JdbcColumn(
    FileColumn column,
    String name,
    int type,
    String typeName,
    String className,
    boolean mayBeNull,
    boolean isInUtc) {
  private static final Set<Integer> WHOLE =
      Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT);

  static JdbcColumn of(FileColumn column, ResultSetMetaData found, int index, boolean isInUtc)
      throws SQLException {
    return new JdbcColumn(
        column,
        found.getColumnName(index),
        found.getColumnType(index),
        found.getColumnTypeName(index).toLowerCase(Locale.ROOT),
        found.getColumnClassName(index),
        found.isNullable(index) != ResultSetMetaData.columnNoNulls,
        isInUtc);
  }

  /** Whether its values are whole numbers of up to 64 bits. */
  boolean isWhole() {
    return WHOLE.contains(type) && !typeName.contains("unsigned");
  }

  /** Whether its values are points in time, whatever the zone of who looks at them. */
  boolean isInstant() {
    return type == Types.TIMESTAMP_WITH_TIMEZONE
        || typeName.equals("timestamptz")
        || (isInUtc && typeName.equals("timestamp"));
  }

  boolean isTimestamp() {
    return type == Types.TIMESTAMP || type == Types.TIMESTAMP_WITH_TIMEZONE;
  }

  /** The text of a value; null where there is none. */
  @Nullable String text(ResultSet row, int index) throws SQLException {
    Object value;
    try {
      value = typed(row, index);
    } catch (SQLException | NumberFormatException e) {
      // A number that is none, a date that is on no calendar.
      value = null;
    }
    // What has no typed form may still be something: no zero date becomes null.
    return value == null ? row.getString(index) : value.toString();
  }

  private @Nullable Object typed(ResultSet row, int index) throws SQLException {
    return switch (type) {
      case Types.NUMERIC, Types.DECIMAL -> plain(row.getBigDecimal(index));
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> floating(row, index);
      case Types.BIT, Types.BOOLEAN -> bool(row, index);
      case Types.DATE -> row.getObject(index, LocalDate.class);
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> time(row, index);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          base64(row.getBytes(index));
      default -> row.getString(index);
    };
  }

  private static @Nullable String base64(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  private static @Nullable String plain(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }

  private @Nullable Object floating(ResultSet row, int index) throws SQLException {
    String text =
        className.equals("java.lang.Float")
            ? Float.toString(row.getFloat(index))
            : Double.toString(row.getDouble(index));
    if (row.wasNull()) {
      return null;
    }
    return column.type().startsWith("decimal") ? plain(new BigDecimal(text)) : text;
  }

  /** A tinyint(1) may be 2, which no boolean is. */
  private @Nullable Object bool(ResultSet row, int index) throws SQLException {
    return typeName.contains("tinyint") ? row.getString(index) : row.getObject(index);
  }

  private @Nullable Object time(ResultSet row, int index) throws SQLException {
    if (!isInstant()) {
      return row.getObject(index, LocalDateTime.class);
    }
    if (typeName.equals("timestamp")) {
      LocalDateTime utc = row.getObject(index, LocalDateTime.class);
      return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
    }
    OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
