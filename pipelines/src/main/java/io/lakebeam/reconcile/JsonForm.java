package io.lakebeam.reconcile;

import com.fasterxml.jackson.databind.node.TextNode;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceColumn;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A value as JSON, as the events of a repair have it, whether PostgreSQL writes it or we do: see
 * {@link io.lakebeam.change.RepairEvents}.
 */
final class JsonForm {
  private JsonForm() {}

  /**
   * What PostgreSQL computes a column's JSON by. What is infinite is text, which no column of times
   * takes.
   */
  static String sql(SourceColumn column) {
    String name = PostgresCatalog.quoted(column.name());
    return switch (column.lakeType().getTypeRoot()) {
      case INTEGER, BIGINT, BOOLEAN -> name + "::text";
      case FLOAT, DOUBLE -> "to_json(%s)::text".formatted(name);
      case DATE, TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          "CASE WHEN isfinite(%s) THEN %s ELSE to_json(%s::text)::text END"
              .formatted(name, CanonicalForm.sql(column), name);
      case VARBINARY ->
          "to_json(translate(encode(%s, 'base64'), E'\\n', ''))::text".formatted(name);
      default -> "to_json(%s)::text".formatted(CanonicalForm.sql(column));
    };
  }

  /** The JSON of a key's column; bytes are in no key. */
  static @Nullable String json(InternalRow row, int column, DataType type) {
    Object value = InternalRow.createFieldGetter(type, column).getFieldOrNull(row);
    if (value == null) {
      return null;
    }
    boolean isNumber = value instanceof Number number && Double.isFinite(number.doubleValue());
    if (isNumber || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Timestamp time) {
      return Long.toString(time.toMicros());
    }
    String text =
        value instanceof Decimal decimal
            ? decimal.toBigDecimal().toPlainString()
            : value.toString();
    return TextNode.valueOf(text).toString();
  }
}
