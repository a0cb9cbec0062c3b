package io.lakebeam.erase;

import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.TableName;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.RowType;

/** Some columns of rows of one type, as texts; equal values have equal texts. */
final class Texts {
  private final InternalRow.FieldGetter[] getters;

  Texts(RowType type, List<String> columns) {
    getters = new InternalRow.FieldGetter[columns.size()];
    for (int i = 0; i < getters.length; i++) {
      int at = type.getFieldIndex(columns.get(i));
      getters[i] = InternalRow.createFieldGetter(type.getTypeAt(at), at);
    }
  }

  /** Null is an empty text, which no key is. */
  List<String> of(InternalRow row) {
    List<String> texts = new ArrayList<>(getters.length);
    for (InternalRow.FieldGetter getter : getters) {
      Object value = getter.getFieldOrNull(row);
      texts.add(value == null ? "" : value.toString());
    }
    return texts;
  }

  /** The first of them. */
  String first(InternalRow row) {
    Object value = getters[0].getFieldOrNull(row);
    return value == null ? "" : value.toString();
  }

  /**
   * A text as a value of a column, as filters take it.
   *
   * @throws LakeException if the column cannot hold it; the text is not told
   */
  static Object value(TableName table, String column, DataType type, String text) {
    try {
      return switch (type.getTypeRoot()) {
        case INTEGER -> Integer.valueOf(text);
        case BIGINT -> Long.valueOf(text);
        default -> text;
      };
    } catch (NumberFormatException e) {
      throw new LakeException(
          "the subject's key is no value of column '%s' of table %s, which is %s"
              .formatted(column, table, type.asSQLString()));
    }
  }
}
