package io.lakebeam.judge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a column holds.
 *
 * @param name of the column
 * @param type as SQL calls it
 * @param values how many are not null
 * @param nulls how many are
 * @param distinct how many different values there are, approximately
 * @param least null where there is none, and of masked columns, as all that follows
 * @param greatest the same
 * @param mean of numbers
 * @param shortest text, in characters
 * @param longest the same
 * @param frequent the most frequent values and how often each is there; none where none is twice
 */
public record ProfiledColumn(
    String name,
    String type,
    long values,
    long nulls,
    long distinct,
    @Nullable Object least,
    @Nullable Object greatest,
    @Nullable Object mean,
    @Nullable Object shortest,
    @Nullable Object longest,
    Map<String, Long> frequent) {
  public ProfiledColumn {
    frequent = Collections.unmodifiableMap(new LinkedHashMap<>(frequent));
  }

  boolean isNumber() {
    return isNumber(type);
  }

  static boolean isNumber(String type) {
    return type.matches("(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|FLOAT|DOUBLE)");
  }

  boolean isText() {
    return type.equals("VARCHAR");
  }

  boolean isTime() {
    return type.equals("DATE") || type.startsWith("TIMESTAMP");
  }
}
