package io.lakebeam.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads a JSON object into a row of the columns' types, token by token. What does not fit its
 * column's type is refused, never rounded.
 */
final class JsonColumns {
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private static final int LONGEST_REAL = "-1.17549435E-38".length();

  private final List<DataField> fields;
  private final Map<String, Integer> index = new HashMap<>();

  /** By column; null where its lake type says how it is read. */
  private final @Nullable TextForm[] forms;

  private boolean isExact;
  private boolean isPrinted;

  JsonColumns(RowType type, List<@Nullable TextForm> forms) {
    this.fields = type.getFields();
    this.forms = forms.toArray(new TextForm[0]);
    for (int i = 0; i < fields.size(); i++) {
      index.put(fields.get(i).name(), i);
    }
  }

  /** Forgets the rows before. */
  void restart() {
    isExact = true;
    isPrinted = false;
  }

  /**
   * The rows that follow have in columns of text what PostgreSQL prints, and times with a zone in
   * microseconds, as {@link RepairEvents} say.
   */
  void expectPrinted() {
    isPrinted = true;
  }

  /** Whether {@link #expectPrinted} was called since the restart. */
  boolean isPrinted() {
    return isPrinted;
  }

  /** Whether every row since the restart had these columns, all of them and in this order. */
  boolean isExact() {
    return isExact;
  }

  /** The row of the object that the parser stands on; null where it stands on null. */
  @Nullable GenericRow read(JsonParser json) throws IOException {
    return read(json, false);
  }

  /** The same with the key alone, the columns that cannot be null; all others are null. */
  @Nullable GenericRow readKey(JsonParser json) throws IOException {
    return read(json, true);
  }

  /** The value that the parser stands on, of the column at a place. */
  @Nullable Object read(JsonParser json, int at) throws IOException {
    return value(json, fields.get(at), isPrinted ? null : forms[at]);
  }

  private @Nullable GenericRow read(JsonParser json, boolean keyOnly) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new ChangeException("a row is an object; found " + json.currentToken());
    }
    GenericRow row = new GenericRow(fields.size());
    int next = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      int at = indexOf(json.currentName(), next);
      isExact &= at == next;
      next = at + 1;
      json.nextToken();
      if (keyOnly && fields.get(at).type().isNullable()) {
        json.skipChildren();
      } else {
        row.setField(at, value(json, fields.get(at), isPrinted ? null : forms[at]));
      }
    }
    isExact &= next == fields.size();
    return row;
  }

  /** Columns come in the table's order, nearly always: {@code expected} is looked at first. */
  int indexOf(String column, int expected) {
    if (expected < fields.size() && fields.get(expected).name().equals(column)) {
      return expected;
    }
    Integer at = index.get(column);
    if (at == null) {
      throw new OtherColumnsException(
          "column '%s' is not in the table as it was when capture started".formatted(column));
    }
    return at;
  }

  private @Nullable Object value(JsonParser json, DataField field, @Nullable TextForm form)
      throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    try {
      return form == null ? read(json, field.type()) : form.read(json);
    } catch (UnchangedValueException e) {
      throw e.in(field.name());
    } catch (ChangeException e) {
      throw new ChangeException("column '%s': %s".formatted(field.name(), e.getMessage()), e);
    } catch (ArithmeticException
        | DateTimeParseException
        | InputCoercionException
        | NumberFormatException e) {
      throw new ChangeException(
          "column '%s' has type %s; found %s".formatted(field.name(), field.type(), json.getText()),
          e);
    }
  }

  private Object read(JsonParser json, DataType type) throws IOException {
    return switch (type.getTypeRoot()) {
      case INTEGER -> Math.toIntExact(integer(json));
      case BIGINT -> integer(json);
      case DATE -> JsonTimes.date(json);
      case DOUBLE -> number(json, Double.valueOf(json.getText()));
      case FLOAT -> number(json, real(json));
      case BOOLEAN -> bool(json);
      case VARCHAR -> text(json);
      case VARBINARY -> TextForm.binary(json);
      case DECIMAL -> decimal(json, (DecimalType) type);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> JsonTimes.timestamp(json);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          isPrinted ? JsonTimes.timestamp(json) : JsonTimes.instant(json);
      default -> throw new ChangeException("type %s cannot be read from JSON".formatted(type));
    };
  }

  static long integer(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new ChangeException("an integer is wanted; found " + json.getText());
    }
    return json.getLongValue();
  }

  /** More digits than a real has are those of a double: the column was widened since. */
  private static Float real(JsonParser json) throws IOException {
    if (json.getTextLength() > LONGEST_REAL) {
      throw new NumberFormatException("more digits than a real has");
    }
    return Float.valueOf(json.getText());
  }

  /**
   * The floating-point number that the parser stands on, if it is one or one of the three words.
   */
  private static <T extends Number> T number(JsonParser json, T value) throws IOException {
    boolean isWritten = json.currentToken().isNumeric() && Double.isFinite(value.doubleValue());
    if (!isWritten && !NOT_FINITE.contains(json.getText())) {
      throw new NumberFormatException("neither a finite number nor one of " + NOT_FINITE);
    }
    return value;
  }

  static boolean bool(JsonParser json) throws IOException {
    if (!json.currentToken().isBoolean()) {
      throw new ChangeException("true or false is wanted; found " + json.getText());
    }
    return json.getBooleanValue();
  }

  private static BinaryString text(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new ChangeException("a string is wanted; found " + json.getText());
    }
    byte[] ascii = ascii(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    if (ascii != null && ascii.length != UnchangedValue.TEXT.length()) {
      return BinaryString.fromBytes(ascii);
    }
    String text = json.getText();
    UnchangedValue.refuse(text);
    requireWholeCharacters(text);
    return BinaryString.fromString(text);
  }

  /** The characters as bytes, where all of them are ASCII; what most text is. */
  private static byte @Nullable [] ascii(char[] characters, int offset, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      char character = characters[offset + i];
      if (character >= 0x80) {
        return null;
      }
      bytes[i] = (byte) character;
    }
    return bytes;
  }

  /** UTF-8 has no place for half a surrogate pair; encoding one would write a question mark. */
  static void requireWholeCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw new ChangeException("half a surrogate pair, at character %d".formatted(i));
      }
    }
  }

  private static Decimal decimal(JsonParser json, DecimalType type) throws IOException {
    BigDecimal given = new BigDecimal(json.getText());
    // Before anything is computed: 1e999999999 would be written out.
    if ((long) given.precision() - given.scale() > type.getPrecision() && given.signum() != 0) {
      throw new ChangeException("%s does not fit %s".formatted(json.getText(), type));
    }
    // Nor may 1e-999999999 be: what is left of it at the column's scale is a remainder to refuse.
    if (given.signum() != 0 && (long) given.scale() - type.getScale() > given.precision()) {
      throw new ArithmeticException("more decimal places than the column has");
    }
    BigDecimal exact =
        given.signum() == 0
            ? BigDecimal.ZERO.setScale(type.getScale())
            : given.setScale(type.getScale());
    Decimal decimal = Decimal.fromBigDecimal(exact, type.getPrecision(), type.getScale());
    if (decimal == null) {
      throw new ChangeException("%s does not fit %s".formatted(json.getText(), type));
    }
    return decimal;
  }
}
