package io.lakebeam.source;

import io.lakebeam.change.TextForm;
import io.lakebeam.change.TextForm.Kind;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The lake's type for each PostgreSQL type, and how its values are read: the table in {@code
 * docs/types.md}. A type that is not in it, or that the connector does not write without loss, is
 * refused before a table is captured: nothing is rounded or guessed.
 */
final class PostgresTypes {
  /** A column's type as the catalogue has it, below all domains. */
  record Type(String name, char kind, String typeName) {}

  /** A lake type, and a form where the lake's type alone does not say how values are read. */
  record Lake(DataType type, @Nullable TextForm form) {}

  private static final Pattern PARAMETERS = Pattern.compile("\\((\\d+)(?:,(-?\\d+))?\\)");
  private static final int MONEY_DIGITS = 19;
  private static final char ENUM = 'e';
  private static final char COMPOSITE = 'c';

  /** Bits that are never stored apart from their row. */
  private static final int MOST_BITS = 128;

  /**
   * Elements that the connector writes without loss, in arrays of one dimension. Of others it
   * writes null where an array is large and unchanged.
   */
  private static final Set<String> ELEMENTS =
      Set.of(
          "integer", "bigint", "text", "character varying", "character", "uuid", "json", "jsonb");

  private static final Set<String> TEXTS =
      Set.of(
          "text",
          "character varying",
          "character",
          "\"char\"",
          "name",
          "uuid",
          "json",
          "jsonb",
          "xml",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "int4range",
          "int8range",
          "numrange",
          "tsrange",
          "tstzrange",
          "daterange",
          "tsvector");

  /** Those of extensions, which may be in any schema. */
  private static final Set<String> EXTENSION_TEXTS = Set.of("citext", "ltree");

  /** What the connector does not know and passes on as the bytes of its text. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "jsonpath",
          "tsquery",
          "pg_lsn",
          "pg_snapshot",
          "txid_snapshot",
          "xid",
          "xid8",
          "int4multirange",
          "int8multirange",
          "nummultirange",
          "tsmultirange",
          "tstzmultirange",
          "datemultirange");

  /** Types of which two equal values may have different texts, so that they are no key. */
  private static final Set<Kind> NOT_CANONICAL = Set.of(Kind.NUMERIC, Kind.INTERVAL, Kind.BASE64);

  private static final Set<String> NO_KEYS =
      Set.of("json", "jsonb", "xml", "numrange", "tsvector", "citext", "bytea");

  private PostgresTypes() {}

  /**
   * The lake's type for a column.
   *
   * @throws SourceException if there is none without loss, with the reason
   */
  static Lake lake(String table, String column, Type type, boolean isKey) {
    Lake lake = lake(type);
    if (lake == null) {
      throw new SourceException(
          "table %s column '%s' has type %s, %s; docs/types.md lists what is captured. Leave the"
                  .formatted(table, column, type.name(), reason(type))
              + " table out, or change the column's type");
    }
    boolean isCanonical = lake.form() == null || !NOT_CANONICAL.contains(lake.form().kind());
    if (isKey && (!isCanonical || isArray(type) || NO_KEYS.contains(type.typeName()))) {
      throw new SourceException(
          "table %s key column '%s' has type %s, of which equal values may be written differently;"
                  .formatted(table, column, type.name())
              + " it is captured as any other column, not as a key");
    }
    return lake;
  }

  static boolean isArray(Type type) {
    return type.name().endsWith("[]");
  }

  private static @Nullable Lake lake(Type type) {
    if (isArray(type)) {
      return array(type.name().substring(0, type.name().length() - 2));
    }
    if (type.kind() == ENUM) {
      return new Lake(DataTypes.STRING(), null);
    }
    if (type.kind() == COMPOSITE) {
      return text(TextForm.of(Kind.BASE64));
    }
    String name = withoutParameters(type.name());
    return switch (name) {
      case "smallint", "integer" -> new Lake(DataTypes.INT(), null);
      case "bigint", "oid" -> new Lake(DataTypes.BIGINT(), null);
      case "numeric" -> numeric(type.name());
      case "money" -> new Lake(DataTypes.DECIMAL(MONEY_DIGITS, 2), null);
      case "real" -> new Lake(DataTypes.FLOAT(), null);
      case "double precision" -> new Lake(DataTypes.DOUBLE(), null);
      case "boolean" -> new Lake(DataTypes.BOOLEAN(), null);
      case "bytea" -> new Lake(DataTypes.BYTES(), null);
      case "date" -> new Lake(DataTypes.DATE(), null);
      case "timestamp without time zone" -> new Lake(DataTypes.TIMESTAMP(6), null);
      case "timestamp with time zone" ->
          new Lake(DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6), null);
      case "time without time zone" -> text(TextForm.of(Kind.TIME));
      case "bit" -> bit(parameter(type.name(), 1, 1));
      default -> named(name, type.typeName());
    };
  }

  private static @Nullable Lake named(String name, String typeName) {
    if (typeName.equals("interval")) {
      // Its name may say more: interval day to second(3).
      return text(TextForm.of(Kind.INTERVAL));
    }
    if (TEXTS.contains(name) || EXTENSION_TEXTS.contains(typeName)) {
      return new Lake(DataTypes.STRING(), null);
    }
    return UNKNOWN.contains(name) ? text(TextForm.of(Kind.BASE64)) : null;
  }

  private static Lake text(TextForm form) {
    return new Lake(DataTypes.STRING(), form);
  }

  private static @Nullable Lake bit(int size) {
    if (size > MOST_BITS) {
      return null;
    }
    return text(size == 1 ? TextForm.of(Kind.BIT) : TextForm.bits(size));
  }

  private static @Nullable Lake array(String element) {
    return ELEMENTS.contains(withoutParameters(element)) ? text(TextForm.of(Kind.ARRAY)) : null;
  }

  /** A decimal, or text where a value may have more digits than a decimal of the lake. */
  private static Lake numeric(String type) {
    int precision = parameter(type, 1, 0);
    if (precision == 0) {
      return text(TextForm.of(Kind.NUMERIC));
    }
    int scale = parameter(type, 2, 0);
    int places = Math.max(scale, 0);
    int digits = Math.max(precision - Math.min(scale, 0), places);
    return digits > DecimalType.MAX_PRECISION
        ? text(TextForm.numeric(places))
        : new Lake(DataTypes.DECIMAL(digits, places), null);
  }

  private static String withoutParameters(String type) {
    return PARAMETERS.matcher(type).replaceAll("");
  }

  private static int parameter(String type, int group, int otherwise) {
    Matcher parameters = PARAMETERS.matcher(type);
    return parameters.find() && parameters.group(group) != null
        ? Integer.parseInt(parameters.group(group))
        : otherwise;
  }

  private static String reason(Type type) {
    return switch (withoutParameters(type.name())) {
      case "time with time zone" -> "of which the connector drops the zone";
      case "bit varying" -> "of which the connector drops the length";
      case "numeric[]" -> "which the connector reads as null where it has a NaN";
      default -> "which the connector does not write without loss";
    };
  }
}
