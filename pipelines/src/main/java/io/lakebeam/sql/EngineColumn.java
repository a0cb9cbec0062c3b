package io.lakebeam.sql;

import java.sql.SQLException;
import java.util.HexFormat;
import org.apache.paimon.casting.CastExecutor;
import org.apache.paimon.casting.CastExecutors;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.VarCharType;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBWritableVector;

/**
 * A column of a lake table as the engine has it. Dates, timestamps and bytes are handed over as
 * numbers and text, from which the engine makes them itself; what has parts is text.
 */
final class EngineColumn {
  private static final int MICROSECONDS = 6;

  private final DataField field;
  private final Kind kind;

  private EngineColumn(DataField field, Kind kind) {
    this.field = field;
    this.kind = kind;
  }

  private enum Kind {
    BOOLEAN(DuckDBColumnType.BOOLEAN),
    TINYINT(DuckDBColumnType.TINYINT),
    SMALLINT(DuckDBColumnType.SMALLINT),
    INTEGER(DuckDBColumnType.INTEGER),
    BIGINT(DuckDBColumnType.BIGINT),
    FLOAT(DuckDBColumnType.FLOAT),
    DOUBLE(DuckDBColumnType.DOUBLE),
    DECIMAL(DuckDBColumnType.DECIMAL),
    DATE(DuckDBColumnType.INTEGER),
    TIMESTAMP(DuckDBColumnType.BIGINT),
    INSTANT(DuckDBColumnType.BIGINT),
    TEXT(DuckDBColumnType.VARCHAR),
    BYTES(DuckDBColumnType.VARCHAR),
    PARTS(DuckDBColumnType.VARCHAR);

    private final DuckDBColumnType handedOver;

    Kind(DuckDBColumnType handedOver) {
      this.handedOver = handedOver;
    }
  }

  static EngineColumn of(DataField field) {
    return new EngineColumn(field, kind(field.type()));
  }

  String name() {
    return field.name();
  }

  /** Whether the engine reads it from a file as it is. */
  boolean isInFiles() {
    return kind != Kind.PARTS;
  }

  /** Whether the engine orders its values as the lake does, and has the same ones for equal. */
  boolean isOrderedAlike() {
    return switch (kind) {
      case FLOAT, DOUBLE, BYTES, PARTS -> false;
      default -> true;
    };
  }

  /** The type in which rows that were merged come to the engine. */
  DuckDBLogicalType handedOver() throws SQLException {
    return kind == Kind.DECIMAL
        ? DuckDBLogicalType.decimal(decimal().getPrecision(), decimal().getScale())
        : DuckDBLogicalType.of(kind.handedOver);
  }

  /** The column, of what was handed over. */
  String ofMerged() {
    String name = Quoted.name(name());
    String made =
        switch (kind) {
          case DATE -> "(DATE '1970-01-01' + %s)".formatted(name);
          case TIMESTAMP -> "make_timestamp(%s)".formatted(name);
          case INSTANT -> "make_timestamptz(%s)".formatted(name);
          case BYTES -> "unhex(%s)".formatted(name);
          default -> name;
        };
    return made + " AS " + name;
  }

  /** The column, of what is in a file. */
  String ofFile() {
    String type =
        switch (kind) {
          case DECIMAL ->
              "DECIMAL(%d, %d)".formatted(decimal().getPrecision(), decimal().getScale());
          case INSTANT -> "TIMESTAMPTZ";
          case TEXT -> "VARCHAR";
          case BYTES -> "BLOB";
          default -> kind.name();
        };
    return "CAST(%s AS %s) AS %s".formatted(Quoted.name(name()), type, Quoted.name(name()));
  }

  /** What puts its values into one vector of a chunk; {@code column} is its place in the rows. */
  Writer writer(DuckDBWritableVector vector, int column) {
    Writer value = valueWriter(vector, column);
    return (row, at) -> {
      if (row.isNullAt(column)) {
        vector.setNull(at);
      } else {
        value.write(row, at);
      }
    };
  }

  /** Puts the value of a row at a place of a chunk. */
  interface Writer {
    void write(InternalRow row, long at);
  }

  private Writer valueWriter(DuckDBWritableVector vector, int column) {
    int precision = isTimestamp() ? DataTypeChecks.getPrecision(field.type()) : 0;
    return switch (kind) {
      case BOOLEAN -> (row, at) -> vector.setBoolean(at, row.getBoolean(column));
      case TINYINT -> (row, at) -> vector.setByte(at, row.getByte(column));
      case SMALLINT -> (row, at) -> vector.setShort(at, row.getShort(column));
      case INTEGER, DATE -> (row, at) -> vector.setInt(at, row.getInt(column));
      case BIGINT -> (row, at) -> vector.setLong(at, row.getLong(column));
      case FLOAT -> (row, at) -> vector.setFloat(at, row.getFloat(column));
      case DOUBLE -> (row, at) -> vector.setDouble(at, row.getDouble(column));
      case DECIMAL ->
          (row, at) ->
              vector.setBigDecimal(
                  at,
                  row.getDecimal(column, decimal().getPrecision(), decimal().getScale())
                      .toBigDecimal());
      case TIMESTAMP, INSTANT ->
          (row, at) -> vector.setLong(at, row.getTimestamp(column, precision).toMicros());
      case TEXT -> (row, at) -> vector.setString(at, row.getString(column).toString());
      case BYTES ->
          (row, at) -> vector.setString(at, HexFormat.of().formatHex(row.getBinary(column)));
      case PARTS -> parts(vector, column);
    };
  }

  private Writer parts(DuckDBWritableVector vector, int column) {
    @SuppressWarnings("unchecked") // of the column's type to text
    CastExecutor<Object, Object> toText =
        (CastExecutor<Object, Object>) CastExecutors.resolve(field.type(), VarCharType.STRING_TYPE);
    InternalRow.FieldGetter getter = InternalRow.createFieldGetter(field.type(), column);
    return (row, at) -> {
      Object value = getter.getFieldOrNull(row);
      vector.setString(at, String.valueOf(toText == null ? value : toText.cast(value)));
    };
  }

  private boolean isTimestamp() {
    return kind == Kind.TIMESTAMP || kind == Kind.INSTANT;
  }

  private DecimalType decimal() {
    return (DecimalType) field.type();
  }

  private static Kind kind(DataType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> Kind.BOOLEAN;
      case TINYINT -> Kind.TINYINT;
      case SMALLINT -> Kind.SMALLINT;
      case INTEGER -> Kind.INTEGER;
      case BIGINT -> Kind.BIGINT;
      case FLOAT -> Kind.FLOAT;
      case DOUBLE -> Kind.DOUBLE;
      case DECIMAL -> Kind.DECIMAL;
      case DATE -> Kind.DATE;
      case CHAR, VARCHAR -> Kind.TEXT;
      case BINARY, VARBINARY -> Kind.BYTES;
      case TIMESTAMP_WITHOUT_TIME_ZONE -> isInMicroseconds(type) ? Kind.TIMESTAMP : Kind.PARTS;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> isInMicroseconds(type) ? Kind.INSTANT : Kind.PARTS;
      default -> Kind.PARTS;
    };
  }

  private static boolean isInMicroseconds(DataType type) {
    return DataTypeChecks.getPrecision(type) <= MICROSECONDS;
  }
}
