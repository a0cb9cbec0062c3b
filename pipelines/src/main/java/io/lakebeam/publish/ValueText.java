package io.lakebeam.publish;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A column's values as text, as {@code ingest} reads them from CSV: ISO 8601, plain numbers. */
final class ValueText {
  private final DataType type;
  private final InternalRow.FieldGetter getter;

  private ValueText(DataType type, int at) {
    this.type = type;
    this.getter = InternalRow.createFieldGetter(type, at);
  }

  /** Of a column. */
  static ValueText of(RowType type, String column) {
    int at = type.getFieldIndex(column);
    return new ValueText(type.getTypeAt(at), at);
  }

  /** Of all columns, in their order. */
  static List<ValueText> of(RowType type) {
    List<ValueText> texts = new ArrayList<>();
    type.getFieldNames().forEach(name -> texts.add(of(type, name)));
    return texts;
  }

  @Nullable String of(InternalRow row) {
    Object value = getter.getFieldOrNull(row);
    if (value == null) {
      return null;
    }
    return switch (type.getTypeRoot()) {
      case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
      case BINARY, VARBINARY -> HexFormat.of().formatHex((byte[]) value);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> ((Timestamp) value).toLocalDateTime().toString();
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          ((Timestamp) value).toLocalDateTime().toInstant(ZoneOffset.UTC).toString();
      default -> value.toString();
    };
  }
}
