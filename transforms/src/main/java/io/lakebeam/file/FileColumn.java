package io.lakebeam.file;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;

/**
 * A column that a table takes from files.
 *
 * <pre>{@code
 * new FileColumn("price", "Unit price", "decimal(10,2)").lakeType(); // DECIMAL(10, 2)
 * }</pre>
 *
 * @param name in the lake
 * @param title in the files; case does not matter
 * @param type one of {@link #TYPES}
 */
public record FileColumn(String name, String title, String type) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The types, as the project file names them. */
  public static final List<String> TYPES =
      List.of(
          "int",
          "bigint",
          "decimal(P,S)",
          "double",
          "boolean",
          "string",
          "date",
          "timestamp",
          "timestamptz");

  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d{1,2}), ?(\\d{1,2})\\)");
  private static final Map<String, DataType> PLAIN =
      Map.of(
          "int", DataTypes.INT(),
          "bigint", DataTypes.BIGINT(),
          "double", DataTypes.DOUBLE(),
          "boolean", DataTypes.BOOLEAN(),
          "string", DataTypes.STRING(),
          "date", DataTypes.DATE(),
          "timestamp", DataTypes.TIMESTAMP(6),
          "timestamptz", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6));

  public FileColumn {
    if (!isType(type)) {
      throw new IllegalArgumentException(
          "column '%s': type must be one of %s, found '%s'"
              .formatted(name, String.join(", ", TYPES), type));
    }
  }

  /** Whether a text is one of {@link #TYPES}, P and S being numbers that a decimal can have. */
  public static boolean isType(String text) {
    return PLAIN.containsKey(text) || isDecimal(DECIMAL.matcher(text));
  }

  private static boolean isDecimal(Matcher decimal) {
    if (!decimal.matches()) {
      return false;
    }
    int precision = Integer.parseInt(decimal.group(1));
    return precision >= 1
        && precision <= DecimalType.MAX_PRECISION
        && Integer.parseInt(decimal.group(2)) <= precision;
  }

  /** The lake's type; nullable. */
  public DataType lakeType() {
    Matcher decimal = DECIMAL.matcher(type);
    return decimal.matches()
        ? DataTypes.DECIMAL(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)))
        : PLAIN.get(type);
  }

  /** Whether equal values of it are written in one way, so that it can be part of a key. */
  public boolean canBeKey() {
    return !type.equals("double");
  }

  /** Whether it says when something was. */
  public boolean isTime() {
    return type.startsWith("timestamp");
  }
}
