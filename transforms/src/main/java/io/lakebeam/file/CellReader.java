package io.lakebeam.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;

/** Reads a text as a value of one type of the lake. What does not fit is refused, never rounded. */
interface CellReader {

  /**
   * The value.
   *
   * @throws CellException if there is none
   */
  Object read(String text) throws CellException;

  /** A reader for {@code type}. */
  static CellReader of(DataType type, FileLayout layout) {
    return switch (type.getTypeRoot()) {
      case INTEGER -> Numbers::readInt;
      case BIGINT -> Numbers::readLong;
      case DOUBLE -> text -> Numbers.readDouble(text, layout.decimal());
      case DECIMAL -> {
        int precision = DataTypeChecks.getPrecision(type);
        int scale = DataTypeChecks.getScale(type);
        yield text -> Numbers.readDecimal(text, layout.decimal(), precision, scale);
      }
      case BOOLEAN -> Numbers::readBoolean;
      case VARCHAR -> CellReader::readText;
      case DATE -> TimeReader.dates(layout);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> TimeReader.timestamps(layout);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TimeReader.instants(layout);
      default -> throw new IllegalArgumentException("no column of files has the type " + type);
    };
  }

  private static BinaryString readText(String text) throws CellException {
    if (hasHalfPair(text)) {
      throw new CellException("whole characters, not half of a surrogate pair");
    }
    return BinaryString.fromBytes(text.getBytes(UTF_8));
  }

  private static boolean hasHalfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean isPair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!isPair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** Numbers, and true and false. */
  final class Numbers {
    private static final Pattern DOUBLE =
        Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?|NaN|[+-]?Infinity");
    private static final Map<String, Boolean> BOOLEANS =
        Map.of(
            "true", true, "t", true, "yes", true, "1", true, "false", false, "f", false, "no",
            false, "0", false);

    private Numbers() {}

    private static Object readInt(String text) throws CellException {
      try {
        return Integer.parseInt(whole(text));
      } catch (NumberFormatException e) {
        throw new CellException("a whole number from -2147483648 to 2147483647");
      }
    }

    private static Object readLong(String text) throws CellException {
      try {
        return Long.parseLong(whole(text));
      } catch (NumberFormatException e) {
        throw new CellException("a whole number of up to 64 bits");
      }
    }

    /** Java's own parsers take the digits of every script. */
    private static String whole(String text) {
      String number = text.strip();
      if (!isPlain(number, false)) {
        throw new NumberFormatException();
      }
      return number;
    }

    /**
     * Digits after a sign or none; with a point or without, or never with one. A regular expression
     * took a twentieth of the time of reading a file.
     */
    private static boolean isPlain(String number, boolean canHavePoint) {
      int digits = 0;
      int points = 0;
      for (int i = 0; i < number.length(); i++) {
        char letter = number.charAt(i);
        if (letter >= '0' && letter <= '9') {
          digits++;
        } else if (letter == '.') {
          points++;
        } else if (i > 0 || (letter != '+' && letter != '-')) {
          return false;
        }
      }
      return digits > 0 && points <= (canHavePoint ? 1 : 0);
    }

    private static Object readDouble(String text, char point) throws CellException {
      String number = withPoint(text, point);
      if (!isPlain(number, true) && !DOUBLE.matcher(number).matches()) {
        throw new CellException("a number");
      }
      double value = Double.parseDouble(number);
      if (Double.isInfinite(value) && !number.endsWith("Infinity")) {
        throw new CellException("a number of up to 1.8e308");
      }
      return value;
    }

    private static Object readDecimal(String text, char point, int precision, int scale)
        throws CellException {
      String number = withPoint(text, point);
      Decimal value = null;
      if (isPlain(number, true)) {
        BigDecimal exact = new BigDecimal(number);
        boolean fits =
            exact.stripTrailingZeros().scale() <= scale
                && exact.precision() - exact.scale() <= precision - scale;
        value = fits ? Decimal.fromBigDecimal(exact.setScale(scale), precision, scale) : null;
      }
      if (value == null) {
        throw new CellException(
            "a number of up to %d digits before the '%s' and %d after it"
                .formatted(precision - scale, point, scale));
      }
      return value;
    }

    private static String withPoint(String text, char point) {
      String number = text.strip();
      // With a comma as its point, a dot is something else: a separator of thousands, say.
      return point == '.' ? number : number.replace('.', '?').replace(point, '.');
    }

    private static Object readBoolean(String text) throws CellException {
      Boolean value = BOOLEANS.get(text.strip().toLowerCase(Locale.ROOT));
      if (value == null) {
        throw new CellException("true or false");
      }
      return value;
    }
  }
}
