package io.lakebeam.privacy;

import static org.apache.paimon.types.DataTypeRoot.BIGINT;
import static org.apache.paimon.types.DataTypeRoot.CHAR;
import static org.apache.paimon.types.DataTypeRoot.DATE;
import static org.apache.paimon.types.DataTypeRoot.DECIMAL;
import static org.apache.paimon.types.DataTypeRoot.DOUBLE;
import static org.apache.paimon.types.DataTypeRoot.FLOAT;
import static org.apache.paimon.types.DataTypeRoot.INTEGER;
import static org.apache.paimon.types.DataTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE;
import static org.apache.paimon.types.DataTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
import static org.apache.paimon.types.DataTypeRoot.VARCHAR;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How a column is masked, whatever its type; {@link #on} makes it a {@link Mask} of one column.
 *
 * <pre>{@code
 * MaskRule.hmac()              // h2_ and 64 hexadecimal digits; joins with every column so masked
 * MaskRule.exactHmac()         // the same of the text as it is: for keys
 * MaskRule.constant("hu25")
 * MaskRule.partial()           // j***@example.org
 * MaskRule.format()            // +80 55 031-442917 for +36 30 918-273645
 * MaskRule.redact()            // null
 * MaskRule.truncate("month")   // 1985-03-01
 * MaskRule.bucket(100)         // 1200 for 1234
 * }</pre>
 *
 * @param kind what is done
 * @param argument with what; null where the kind takes nothing
 */
public record MaskRule(Kind kind, @Nullable String argument) implements Serializable {
  /** Of an HMAC: the text is taken as it is, and not as {@link CanonicalText}. */
  public static final String EXACT = "exact";

  /** Of a format: the last digit is one of Luhn's check. */
  public static final String CARD = "card";

  /** What a time can be truncated to. */
  public static final List<String> UNITS = List.of("year", "month", "day", "hour");

  private static final Set<DataTypeRoot> TEXTS = EnumSet.of(VARCHAR, CHAR);
  private static final Set<DataTypeRoot> NUMBERS =
      EnumSet.of(INTEGER, BIGINT, DECIMAL, FLOAT, DOUBLE);
  private static final Set<DataTypeRoot> TIMES =
      EnumSet.of(DATE, TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE);

  /** What masks do. */
  public enum Kind {
    /** A keyed hash: equal values stay equal. */
    HMAC,
    /** Always the same. */
    CONSTANT,
    /** The first letter, and of an e-mail address what follows its last @. */
    PARTIAL,
    /** Digits for digits: a phone or a card stays in its form, and equal values stay equal. */
    FORMAT,
    /** Null. */
    REDACT,
    /** The beginning of the year, month, day or hour, in UTC. */
    TRUNCATE,
    /** The least number of the bucket. */
    BUCKET;

    /** The name in a project file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public MaskRule {
    boolean fits =
        switch (kind) {
          case HMAC -> argument == null || argument.equals(EXACT);
          case CONSTANT -> argument != null;
          case PARTIAL, REDACT -> argument == null;
          case FORMAT -> argument == null || argument.equals(CARD);
          case TRUNCATE -> argument != null && UNITS.contains(argument);
          case BUCKET -> argument != null && argument.matches("[1-9]\\d{0,8}");
        };
    if (!fits || (kind == Kind.BUCKET && argument.equals("1"))) {
      throw new IllegalArgumentException(
          "mask '%s' %s".formatted(kind.key(), takes(kind, argument)));
    }
  }

  private static String takes(Kind kind, @Nullable String found) {
    String wanted =
        switch (kind) {
          case HMAC -> "takes nothing, or " + EXACT;
          case CONSTANT -> "takes the value that is stored";
          case PARTIAL, REDACT -> "takes nothing";
          case FORMAT -> "takes nothing, or " + CARD;
          case TRUNCATE -> "takes one of " + String.join(", ", UNITS);
          case BUCKET -> "takes the size of the buckets, a whole number from 2 to 999999999";
        };
    return found == null ? wanted + "; found nothing" : wanted + "; found '" + found + "'";
  }

  /** A keyed hash of the canonical text. */
  public static MaskRule hmac() {
    return new MaskRule(Kind.HMAC, null);
  }

  /** A keyed hash of the text as it is. */
  public static MaskRule exactHmac() {
    return new MaskRule(Kind.HMAC, EXACT);
  }

  /** Always the same value, given as text. */
  public static MaskRule constant(String value) {
    return new MaskRule(Kind.CONSTANT, value);
  }

  /** What little of a text tells nobody from others. */
  public static MaskRule partial() {
    return new MaskRule(Kind.PARTIAL, null);
  }

  /** Other digits in the place of a phone's. */
  public static MaskRule format() {
    return new MaskRule(Kind.FORMAT, null);
  }

  /** Other digits in the place of a card's, which passes Luhn's check as before. */
  public static MaskRule cardFormat() {
    return new MaskRule(Kind.FORMAT, CARD);
  }

  /** Nothing. */
  public static MaskRule redact() {
    return new MaskRule(Kind.REDACT, null);
  }

  /** The beginning of one of {@link #UNITS}. */
  public static MaskRule truncate(String unit) {
    return new MaskRule(Kind.TRUNCATE, unit);
  }

  /** The least number of a bucket of that size. */
  public static MaskRule bucket(int size) {
    return new MaskRule(Kind.BUCKET, Integer.toString(size));
  }

  /** Whether different values always have different masks, and equal ones the same. */
  public boolean keepsKeysApart() {
    return kind == Kind.HMAC && EXACT.equals(argument);
  }

  /**
   * The mask of a column of that type.
   *
   * @throws IllegalArgumentException if it makes nothing that the column can hold, with the masks
   *     that do
   */
  public Mask on(DataType type, MaskKeys keys) {
    require(type);
    return switch (kind) {
      case HMAC -> TextMasks.hmac(keys, EXACT.equals(argument));
      case CONSTANT -> Constants.of(argument, type);
      case PARTIAL -> TextMasks.partial();
      case FORMAT -> new FormatMask(keys.keyForFormats(), CARD.equals(argument));
      case REDACT -> Mask.NOTHING;
      case TRUNCATE -> TimeMasks.truncate(argument, type);
      case BUCKET -> NumberMasks.bucket(Long.parseLong(argument), type);
    };
  }

  /** Refuses a column as {@link #on} does, without any key. */
  public void require(DataType type) {
    if (!fits(kind, type)) {
      throw new IllegalArgumentException(
          "mask '%s' is not for a column of type %s; allowed: %s"
              .formatted(
                  kind.key(),
                  type,
                  Arrays.stream(Kind.values())
                      .filter(other -> fits(other, type))
                      .map(Kind::key)
                      .collect(Collectors.joining(", "))));
    }
    switch (kind) {
      case CONSTANT -> Constants.parse(argument, type);
      case TRUNCATE -> TimeMasks.requireUnit(argument, type);
      default -> {}
    }
  }

  private static boolean fits(Kind kind, DataType type) {
    DataTypeRoot root = type.getTypeRoot();
    return switch (kind) {
      case HMAC -> TEXTS.contains(root) && TextMasks.hasRoom(type);
      case PARTIAL, FORMAT -> TEXTS.contains(root) && type.isNullable();
      case CONSTANT -> (TEXTS.contains(root) || NUMBERS.contains(root)) && type.isNullable();
      case REDACT -> type.isNullable();
      case TRUNCATE -> TIMES.contains(root) && type.isNullable();
      case BUCKET -> NUMBERS.contains(root) && type.isNullable();
    };
  }
}
