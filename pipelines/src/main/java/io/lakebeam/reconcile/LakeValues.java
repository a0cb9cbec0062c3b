package io.lakebeam.reconcile;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A lake row's values as plain Java values, the same that a source row has. */
final class LakeValues {
  private final RowType type;
  private final InternalRow.FieldGetter[] getters;

  LakeValues(RowType type) {
    this.type = type;
    this.getters = new InternalRow.FieldGetter[type.getFieldCount()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = InternalRow.createFieldGetter(type.getTypeAt(i), i);
    }
  }

  List<Object> of(InternalRow row) {
    List<Object> values = new ArrayList<>(getters.length);
    for (int i = 0; i < getters.length; i++) {
      values.add(plain(getters[i].getFieldOrNull(row), type.getTypeAt(i).getTypeRoot()));
    }
    return values;
  }

  private static @Nullable Object plain(@Nullable Object value, DataTypeRoot root) {
    if (value instanceof BinaryString text) {
      return text.toString();
    }
    if (value instanceof Decimal decimal) {
      return decimal.toBigDecimal();
    }
    if (value instanceof Timestamp time) {
      return Instant.EPOCH.plus(time.toMicros(), ChronoUnit.MICROS);
    }
    if (value instanceof Integer day && root == DataTypeRoot.DATE) {
      return LocalDate.ofEpochDay(day);
    }
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }
}
