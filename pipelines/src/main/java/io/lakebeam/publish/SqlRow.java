package io.lakebeam.publish;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.paimon.data.InternalRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A row as JDBC takes it; in the order of the keys.
 *
 * @param values of the columns
 * @param key those of the key, in the columns' order
 * @param isDeleted whether it is not there any more
 */
record SqlRow(List<@Nullable Object> values, List<Object> key, boolean isDeleted)
    implements Comparable<SqlRow> {

  static SqlRow of(List<SqlColumn> columns, InternalRow row, boolean isDeleted) {
    List<@Nullable Object> values = new ArrayList<>();
    List<Object> key = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = columns.get(i).value(row, i);
      values.add(value);
      if (columns.get(i).isKey()) {
        key.add(value);
      }
    }
    return new SqlRow(values, key, isDeleted);
  }

  void setAll(List<SqlColumn> columns, PreparedStatement statement) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).set(statement, i + 1, values.get(i));
    }
  }

  void setKey(List<SqlColumn> columns, PreparedStatement statement) throws SQLException {
    int at = 1;
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).isKey()) {
        columns.get(i).set(statement, at++, values.get(i));
      }
    }
  }

  @Override
  public int compareTo(SqlRow other) {
    for (int i = 0; i < key.size(); i++) {
      int order = compare(key.get(i), other.key.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @SuppressWarnings("unchecked") // values of one column
  private static int compare(Object one, Object other) {
    return one instanceof byte[] bytes
        ? Arrays.compareUnsigned(bytes, (byte[]) other)
        : ((Comparable<Object>) one).compareTo(other);
  }
}
