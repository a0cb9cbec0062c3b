package io.lakebeam.publish;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A column of an output in a database.
 *
 * @param name of it
 * @param of the lake's type
 * @param type the database's
 * @param isKey whether it is in the key
 */
record SqlColumn(String name, DataType of, SqlType type, boolean isKey) implements Serializable {

  /** Its value of a row, at its place there, as JDBC takes it. */
  @Nullable Object value(InternalRow row, int at) {
    Object value = InternalRow.createFieldGetter(of, at).getFieldOrNull(row);
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case WHOLE -> ((Number) value).longValue();
      case FLOATING -> ((Number) value).doubleValue();
      case DECIMAL -> ((Decimal) value).toBigDecimal();
      case TEXT -> value.toString();
      case DATE -> LocalDate.ofEpochDay((Integer) value);
      case TIMESTAMP -> ((Timestamp) value).toLocalDateTime();
      case INSTANT -> ((Timestamp) value).toLocalDateTime().atOffset(ZoneOffset.UTC);
      default -> value;
    };
  }

  /** Gives a value to a statement. */
  void set(PreparedStatement statement, int at, @Nullable Object value) throws SQLException {
    if (value == null) {
      statement.setNull(at, type.kind().jdbc());
    } else if (value instanceof Double number && type.size() == Float.BYTES) {
      // As a double it would be rounded twice, and differ from what is there.
      statement.setFloat(at, number.floatValue());
    } else {
      statement.setObject(at, value);
    }
  }
}
