package io.lakebeam.sql;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts as they stand in SQL. */
final class Quoted {
  private Quoted() {}

  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String list(Collection<String> texts) {
    return texts.stream().map(Quoted::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
