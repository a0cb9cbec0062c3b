package io.lakebeam.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;

/**
 * The lake's type for each PostgreSQL type.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>PostgreSQL</th><th>lake</th></tr>
 * <tr><td>smallint, integer</td><td>INT</td></tr>
 * <tr><td>bigint</td><td>BIGINT</td></tr>
 * <tr><td>numeric(p,s), p up to 38, s from 0 to p</td><td>DECIMAL(p,s)</td></tr>
 * <tr><td>real, double precision</td><td>FLOAT, DOUBLE</td></tr>
 * <tr><td>boolean</td><td>BOOLEAN</td></tr>
 * <tr><td>text, varchar, char, uuid</td><td>STRING</td></tr>
 * <tr><td>date</td><td>DATE</td></tr>
 * <tr><td>timestamp</td><td>TIMESTAMP(6)</td></tr>
 * <tr><td>timestamp with time zone</td><td>TIMESTAMP(6) WITH LOCAL TIME ZONE</td></tr>
 * </table>
 *
 * <p>Any other type is refused before a table is captured: nothing is rounded or guessed.
 */
final class PostgresTypes {
  private static final Pattern PARAMETERS = Pattern.compile("\\((\\d+)(?:,(-?\\d+))?\\)");

  private PostgresTypes() {}

  static DataType lakeType(String table, String column, String type) {
    Matcher parameters = PARAMETERS.matcher(type);
    String name = parameters.replaceAll("");
    return switch (name) {
      case "smallint", "integer" -> DataTypes.INT();
      case "bigint" -> DataTypes.BIGINT();
      case "numeric" -> decimal(table, column, type);
      case "real" -> DataTypes.FLOAT();
      case "double precision" -> DataTypes.DOUBLE();
      case "boolean" -> DataTypes.BOOLEAN();
      case "text", "character varying", "character", "uuid" -> DataTypes.STRING();
      case "date" -> DataTypes.DATE();
      case "timestamp without time zone" -> DataTypes.TIMESTAMP(6);
      case "timestamp with time zone" -> DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6);
      default -> throw unsupported(table, column, type);
    };
  }

  private static DataType decimal(String table, String column, String type) {
    Matcher parameters = PARAMETERS.matcher(type);
    if (!parameters.find()) {
      throw unsupported(table, column, type);
    }
    int precision = Integer.parseInt(parameters.group(1));
    int scale = parameters.group(2) == null ? 0 : Integer.parseInt(parameters.group(2));
    if (precision > DecimalType.MAX_PRECISION || scale < 0 || scale > precision) {
      throw unsupported(table, column, type);
    }
    return DataTypes.DECIMAL(precision, scale);
  }

  private static SourceException unsupported(String table, String column, String type) {
    return new SourceException(
        ("table %s column '%s' has type %s, which has no lake type without loss; allowed: smallint,"
                + " integer, bigint, numeric(1-38, scale), real, double precision, boolean, text,"
                + " varchar, char, uuid, date, timestamp, timestamptz")
            .formatted(table, column, type));
  }
}
