package io.lakebeam.lake;

/**
 * Where a project's tables are in the lake.
 *
 * <pre>{@code
 * Zones.history("customer");  // silver.customer_history
 * }</pre>
 */
public final class Zones {
  /** Records that could not be decoded, or that their table cannot hold. */
  public static final TableName DEAD_LETTERS = TableName.of("bronze", "dead_letters");

  private static final String SHADOW = "shadow";

  private Zones() {}

  /** Every event of the table, as it came. */
  public static TableName bronze(String table) {
    return TableName.of("bronze", table);
  }

  /** The table as it is, tombstones included. */
  public static TableName current(String table) {
    return TableName.of("silver", table);
  }

  /** The table as it was: every version of every row. */
  public static TableName history(String table) {
    return TableName.of("silver", table + "_history");
  }

  /** Where a table's rows are made anew, see {@link Shadow}. */
  static TableName shadow(TableName table) {
    return TableName.of(SHADOW, table.table());
  }

  /** Whether the table is a {@link Shadow}, which comes and goes. */
  public static boolean isShadow(TableName table) {
    return table.zone().equals(SHADOW);
  }

  /** What a feature view knew of each entity, as of each change. */
  public static TableName gold(String view) {
    return TableName.of("gold", view);
  }
}
