package io.lakebeam.sql;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Names and texts as they stand in SQL.
 *
 * <pre>{@code
 * "SELECT " + Quoted.name(column) + " FROM silver.customer WHERE name = " + Quoted.text(name);
 * }</pre>
 */
public final class Quoted {
  private Quoted() {}

  /** A name of a table or a column. */
  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text. */
  public static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String list(Collection<String> texts) {
    return texts.stream().map(Quoted::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
