package io.lakebeam.lake;

import java.io.Serializable;
import java.util.regex.Pattern;
import org.apache.paimon.catalog.Identifier;

/**
 * The name of a lake table: its zone (a Paimon database) and its name in it.
 *
 * <pre>{@code
 * TableName.of("silver", "customer").toString();  // silver.customer
 * TableName.parse("silver.customer");
 * }</pre>
 *
 * @param zone bronze, silver, gold or another database of the warehouse
 * @param table the table's name; both match {@code [a-z_][a-z0-9_]{0,62}}
 */
public record TableName(String zone, String table) implements Serializable, Comparable<TableName> {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  public TableName {
    if (!isName(zone, table)) {
      throw new IllegalArgumentException(
          "a lake table's name is zone.table, both like %s; found: %s.%s"
              .formatted(NAME.pattern(), zone, table));
    }
  }

  /** The table {@code table} in {@code zone}. */
  public static TableName of(String zone, String table) {
    return new TableName(zone, table);
  }

  /** Parses {@code zone.table}; anything else is an {@link IllegalArgumentException}. */
  public static TableName parse(String name) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("a lake table's name is zone.table; found: " + name);
    }
    return new TableName(name.substring(0, dot), name.substring(dot + 1));
  }

  static boolean isName(String zone, String table) {
    return NAME.matcher(zone).matches() && NAME.matcher(table).matches();
  }

  Identifier identifier() {
    return Identifier.create(zone, table);
  }

  @Override
  public int compareTo(TableName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return zone + "." + table;
  }
}
