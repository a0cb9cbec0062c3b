package io.lakebeam.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.paimon.data.BinaryString;

/**
 * How the text that PostgreSQL prints of a value follows from what Debezium writes of it, for
 * values that the lake keeps as that text.
 *
 * <pre>{@code
 * DebeziumJson.of(type, Arrays.asList(null, TextForm.bits(5)));
 * }</pre>
 *
 * @param kind what Debezium writes
 * @param size of BITS their number; of NUMERIC its decimal places, or {@link #ANY}
 */
public record TextForm(Kind kind, int size) implements Serializable {
  /** What Debezium writes of a value. */
  public enum Kind {
    /** A number as text, or a word for what is none. */
    NUMERIC,
    /** Microseconds since midnight. */
    TIME,
    /** An ISO 8601 duration with all of its parts. */
    INTERVAL,
    /** True or false for one bit. */
    BIT,
    /** Bytes in base64, the lowest bits first. */
    BITS,
    /** The text's bytes in base64. */
    BASE64,
    /** A list of whole numbers or texts. */
    ARRAY
  }

  /** Of a NUMERIC that has as many decimal places as its value was given. */
  public static final int ANY = -1;

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,131072}(?:\\.\\d{1,16383})?");

  /** A form without a size. */
  public static TextForm of(Kind kind) {
    return new TextForm(kind, ANY);
  }

  /** So many bits. */
  public static TextForm bits(int number) {
    return new TextForm(Kind.BITS, number);
  }

  /** A number with so many decimal places. */
  public static TextForm numeric(int places) {
    return new TextForm(Kind.NUMERIC, places);
  }

  BinaryString read(JsonParser json) throws IOException {
    return switch (kind) {
      case NUMERIC -> BinaryString.fromString(number(string(json)));
      case TIME -> BinaryString.fromString(PostgresText.time(JsonColumns.integer(json)));
      case INTERVAL -> BinaryString.fromString(PostgresText.interval(string(json)));
      case BIT -> BinaryString.fromString(JsonColumns.bool(json) ? "1" : "0");
      case BITS -> BinaryString.fromString(PostgresText.bits(binary(json), size));
      case BASE64 -> utf8(binary(json));
      case ARRAY -> array(json);
    };
  }

  private static String string(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new ChangeException("a string is wanted; found " + json.getText());
    }
    String text = json.getText();
    UnchangedValue.refuse(text);
    return text;
  }

  /** Bytes that JSON holds in base64. */
  static byte[] binary(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new ChangeException("bytes in base64 are wanted; found " + json.getText());
    }
    UnchangedValue.refuse(json.getText());
    byte[] bytes = json.getBinaryValue();
    UnchangedValue.refuse(bytes);
    return bytes;
  }

  private static BinaryString utf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new ChangeException("the text's bytes are not UTF-8", e);
    }
    return BinaryString.fromBytes(bytes);
  }

  private String number(String given) {
    return switch (given) {
      case "NAN", "NaN" -> "NaN";
      case "POSITIVE_INFINITY", "Infinity" -> "Infinity";
      case "NEGATIVE_INFINITY", "-Infinity" -> "-Infinity";
      default -> {
        if (!NUMBER.matcher(given).matches()) {
          throw new NumberFormatException("not a number as PostgreSQL prints it");
        }
        yield size == ANY ? given : new BigDecimal(given).setScale(size).toPlainString();
      }
    };
  }

  private static BinaryString array(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new ChangeException("a list is wanted; found " + json.getText());
    }
    StringBuilder literal = new StringBuilder("{");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (literal.length() > 1) {
        literal.append(',');
      }
      element(json, literal);
    }
    UnchangedValue.refuseArray(literal);
    return BinaryString.fromString(literal.append('}').toString());
  }

  private static void element(JsonParser json, StringBuilder literal) throws IOException {
    switch (json.currentToken()) {
      case VALUE_NULL -> literal.append("NULL");
      case VALUE_NUMBER_INT -> literal.append(json.getText());
      case VALUE_STRING -> {
        String text = string(json);
        JsonColumns.requireWholeCharacters(text);
        PostgresText.appendElement(text, literal);
      }
      default -> throw new ChangeException("a list of single values is wanted");
    }
  }
}
