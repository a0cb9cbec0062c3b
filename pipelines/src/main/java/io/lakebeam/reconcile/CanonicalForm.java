package io.lakebeam.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceColumn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.paimon.data.InternalRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One text for a row, whether PostgreSQL writes it or we do: every column as its length in
 * characters, a colon and its value, or {@code N} for null. A row's hash is the MD5 of that text:
 * 128 bits that both sides compute, the source where the row is.
 *
 * <p>Floating-point numbers are their bits in hexadecimal, times microseconds since 1970, dates
 * days since then, bytes in hexadecimal, money as a number; all else is as PostgreSQL prints it
 * with {@code intervalstyle = iso_8601} and {@code TimeZone = UTC}. Not thread-safe.
 */
final class CanonicalForm {
  private static final String EPOCH = "DATE '1970-01-01'";

  private final List<SourceColumn> columns;
  private final InternalRow.FieldGetter[] getters;
  private final MessageDigest digest;

  /** Rows begin with {@code columns}, in their order. */
  CanonicalForm(List<SourceColumn> columns) {
    this.columns = List.copyOf(columns);
    this.getters = new InternalRow.FieldGetter[columns.size()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = InternalRow.createFieldGetter(columns.get(i).lakeType(), i);
    }
    try {
      this.digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** What PostgreSQL computes the row's text by. */
  String sql() {
    return columns.stream().map(CanonicalForm::delimited).collect(Collectors.joining(" || "));
  }

  /** What PostgreSQL computes a column's text by. */
  static String sql(SourceColumn column) {
    String name = PostgresCatalog.quoted(column.name());
    if (column.type().equals("money")) {
      return name + "::numeric::text";
    }
    return switch (column.lakeType().getTypeRoot()) {
      case VARBINARY -> "encode(%s, 'hex')".formatted(name);
      case FLOAT -> "encode(float4send(%s), 'hex')".formatted(name);
      case DOUBLE -> "encode(float8send(%s), 'hex')".formatted(name);
      case DATE -> finite(name, "(%s - %s)::text".formatted(name, EPOCH));
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          finite(name, "trunc(extract(epoch FROM %s) * 1000000)::text".formatted(name));
      // A cast would take the blanks that fill a char(n) away; format makes '' of null.
      default -> "CASE WHEN %s IS NOT NULL THEN format('%%s', %s) END".formatted(name, name);
    };
  }

  private static String delimited(SourceColumn column) {
    String text = sql(column);
    return "coalesce(length(%s) || ':' || %s, 'N')".formatted(text, text);
  }

  private static String finite(String name, String text) {
    return "CASE WHEN isfinite(%s) THEN %s ELSE %s::text END".formatted(name, text, name);
  }

  private String text(InternalRow row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < getters.length; i++) {
      String value = text(row, i);
      if (value == null) {
        text.append('N');
      } else {
        text.append(value.codePointCount(0, value.length())).append(':').append(value);
      }
    }
    return text.toString();
  }

  /** A column's text. */
  @Nullable String text(InternalRow row, int column) {
    Object value = getters[column].getFieldOrNull(row);
    if (value == null) {
      return null;
    }
    return switch (columns.get(column).lakeType().getTypeRoot()) {
      case FLOAT -> String.format(Locale.ROOT, "%08x", Float.floatToIntBits((Float) value));
      case DOUBLE -> HexFormat.of().toHexDigits(Double.doubleToLongBits((Double) value));
      case VARBINARY -> HexFormat.of().formatHex((byte[]) value);
      case BOOLEAN -> (Boolean) value ? "t" : "f";
      case DECIMAL -> ((org.apache.paimon.data.Decimal) value).toBigDecimal().toPlainString();
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Long.toString(((org.apache.paimon.data.Timestamp) value).toMicros());
      default -> value.toString();
    };
  }

  /** The MD5 of the row's text. */
  Hash hash(InternalRow row) {
    return Hash.of(digest.digest(text(row).getBytes(UTF_8)));
  }
}
