package io.lakebeam.show;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Rows as columns' names and values that JSON has, up to a limit. */
final class ShownRows {
  private final RowType type;
  private final InternalRow.FieldGetter[] getters;
  private final int limit;
  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
  private boolean more;

  ShownRows(RowType type, int limit) {
    this.type = type;
    this.limit = limit;
    this.getters = new InternalRow.FieldGetter[type.getFieldCount()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = InternalRow.createFieldGetter(type.getTypeAt(i), i);
    }
  }

  /** Adds a row, with some values that are not of its columns. */
  void add(InternalRow row, Map<String, @Nullable Object> others) {
    if (rows.size() == limit) {
      more = true;
      return;
    }
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    List<DataField> fields = type.getFields();
    for (int i = 0; i < getters.length; i++) {
      shown.put(fields.get(i).name(), value(fields.get(i).type(), getters[i].getFieldOrNull(row)));
    }
    shown.putAll(others);
    rows.add(shown);
  }

  Shown.Rows rows() {
    return new Shown.Rows(rows, more);
  }

  static @Nullable Object value(DataType type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.getTypeRoot()) {
      case INTEGER, BIGINT, FLOAT, DOUBLE, BOOLEAN -> value;
      case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
      case VARBINARY -> HexFormat.of().formatHex((byte[]) value);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> ((Timestamp) value).toLocalDateTime().toString();
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          ((Timestamp) value).toLocalDateTime().toInstant(ZoneOffset.UTC).toString();
      default -> value.toString();
    };
  }
}
