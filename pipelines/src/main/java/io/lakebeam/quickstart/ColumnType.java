package io.lakebeam.quickstart;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The PostgreSQL types that a data file's column can have, each with the text that it accepts. */
public enum ColumnType {
  /** 16-bit whole numbers. */
  SMALLINT("smallint", text -> isWhole(text, Short.MIN_VALUE, Short.MAX_VALUE)),
  /** 32-bit whole numbers. */
  INTEGER("integer", text -> isWhole(text, Integer.MIN_VALUE, Integer.MAX_VALUE)),
  /** 64-bit whole numbers. */
  BIGINT("bigint", text -> isWhole(text, Long.MIN_VALUE, Long.MAX_VALUE)),
  /** Exact decimal numbers. */
  NUMERIC("numeric", ColumnType::isNumber),
  /** 64-bit floating point numbers. */
  DOUBLE_PRECISION("double precision", ColumnType::isNumber),
  /** {@code true} or {@code false}. */
  BOOLEAN("boolean", text -> text.equals("true") || text.equals("false")),
  /** ISO dates. */
  DATE("date", ColumnType::isDate),
  /** Any text that PostgreSQL can hold. */
  TEXT("text", text -> text.indexOf('\0') < 0);

  private final String sqlName;

  @SuppressWarnings("ImmutableEnumChecker") // The predicates hold nothing.
  private final Predicate<String> accepts;

  ColumnType(String sqlName, Predicate<String> accepts) {
    this.sqlName = sqlName;
    this.accepts = accepts;
  }

  /** The type's name in SQL, as a {@code quickstart.yaml} writes it. */
  public String sqlName() {
    return sqlName;
  }

  /**
   * Whether a value of the file can be stored in a column of this type. An empty value never can.
   */
  public boolean accepts(String text) {
    return !text.isEmpty() && accepts.test(text);
  }

  /** Whether values compare as numbers, so that {@code 16.0} equals {@code 16}. */
  public boolean isNumeric() {
    return this == SMALLINT
        || this == INTEGER
        || this == BIGINT
        || this == NUMERIC
        || this == DOUBLE_PRECISION;
  }

  /** The type of that SQL name. */
  public static Optional<ColumnType> named(String sqlName) {
    return Arrays.stream(values()).filter(type -> type.sqlName.equals(sqlName)).findFirst();
  }

  /** All names that {@link #named} knows. */
  public static List<String> names() {
    return Arrays.stream(values()).map(ColumnType::sqlName).toList();
  }

  private static boolean isWhole(String text, long least, long most) {
    try {
      long value = Long.parseLong(text);
      return value >= least && value <= most;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isNumber(String text) {
    try {
      // The bound keeps "1e999999999" from becoming a gigabyte of digits on its way.
      return Math.abs((long) new BigDecimal(text).scale()) <= 1_000;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
