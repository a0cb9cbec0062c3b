package io.lakebeam.publish;

import java.io.Serializable;
import java.sql.Types;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DecimalType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a column of a database holds, as far as it matters for what a lake's column holds.
 *
 * @param kind of values
 * @param size of whole and floating numbers their bytes, of decimals the digits, of text and bytes
 *     the length; else 0
 * @param digits of decimals those after the point
 */
record SqlType(Kind kind, int size, int digits) implements Serializable {
  private static final int MICROSECONDS = 6;

  /** Of values. */
  enum Kind {
    BOOLEAN(Types.BOOLEAN),
    WHOLE(Types.BIGINT),
    FLOATING(Types.DOUBLE),
    DECIMAL(Types.DECIMAL),
    TEXT(Types.VARCHAR),
    BYTES(Types.VARBINARY),
    DATE(Types.DATE),
    TIMESTAMP(Types.TIMESTAMP),
    /** A timestamp of which the time zone is known. */
    INSTANT(Types.TIMESTAMP_WITH_TIMEZONE),
    OTHER(Types.OTHER);

    private final int jdbc;

    Kind(int jdbc) {
      this.jdbc = jdbc;
    }

    /** As JDBC has it. */
    int jdbc() {
      return jdbc;
    }
  }

  static SqlType of(Kind kind) {
    return new SqlType(kind, 0, 0);
  }

  /** What holds every value of a lake's column; {@link Kind#OTHER} where nothing does. */
  static SqlType of(DataType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> of(Kind.BOOLEAN);
      case TINYINT, SMALLINT -> new SqlType(Kind.WHOLE, 2, 0);
      case INTEGER -> new SqlType(Kind.WHOLE, 4, 0);
      case BIGINT -> new SqlType(Kind.WHOLE, 8, 0);
      case FLOAT -> new SqlType(Kind.FLOATING, 4, 0);
      case DOUBLE -> new SqlType(Kind.FLOATING, 8, 0);
      case DECIMAL ->
          new SqlType(
              Kind.DECIMAL, ((DecimalType) type).getPrecision(), ((DecimalType) type).getScale());
      case CHAR, VARCHAR -> new SqlType(Kind.TEXT, DataTypeChecks.getLength(type), 0);
      case BINARY, VARBINARY -> new SqlType(Kind.BYTES, DataTypeChecks.getLength(type), 0);
      case DATE -> of(Kind.DATE);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> time(Kind.TIMESTAMP, type);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> time(Kind.INSTANT, type);
      default -> of(Kind.OTHER);
    };
  }

  private static SqlType time(Kind kind, DataType type) {
    return of(DataTypeChecks.getPrecision(type) <= MICROSECONDS ? kind : Kind.OTHER);
  }

  /** Whether every value of the other type is one of this. */
  boolean holds(SqlType other) {
    if (kind != other.kind || kind == Kind.OTHER) {
      return false;
    }
    return kind == Kind.DECIMAL
        ? digits >= other.digits && size - digits >= other.size - other.digits
        : size >= other.size;
  }

  /** What holds the values of both; null where nothing of their kind does. */
  @Nullable SqlType with(SqlType other) {
    if (kind != other.kind || kind == Kind.OTHER) {
      return null;
    }
    if (kind != Kind.DECIMAL) {
      return new SqlType(kind, Math.max(size, other.size), 0);
    }
    int fraction = Math.max(digits, other.digits);
    return new SqlType(
        kind, Math.max(size - digits, other.size - other.digits) + fraction, fraction);
  }
}
