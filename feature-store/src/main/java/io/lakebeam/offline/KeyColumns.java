package io.lakebeam.offline;

import java.util.List;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Takes the key out of rows of one type. */
final class KeyColumns {
  private final InternalRow.FieldGetter[] getters;

  KeyColumns(RowType type, List<String> key) {
    int[] indices = type.getFieldIndices(key);
    getters = new InternalRow.FieldGetter[indices.length];
    for (int i = 0; i < indices.length; i++) {
      getters[i] = InternalRow.createFieldGetter(type.getTypeAt(indices[i]), indices[i]);
    }
  }

  /** The key's values, which may lie in the row's memory; null where one of them is null. */
  @Nullable GenericRow of(InternalRow row) {
    GenericRow key = new GenericRow(getters.length);
    for (int i = 0; i < getters.length; i++) {
      Object value = getters[i].getFieldOrNull(row);
      if (value == null) {
        return null;
      }
      key.setField(i, value);
    }
    return key;
  }
}
