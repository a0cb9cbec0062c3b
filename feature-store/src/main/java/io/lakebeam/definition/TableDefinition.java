package io.lakebeam.definition;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A silver table: a source's table, typed, current and with its history.
 *
 * <pre>{@code
 * tables:
 *   customer: {from: shop.public.customer, key: [id], event-time: updated_at}
 * }</pre>
 *
 * @param name of the silver table
 * @param from {@code source.schema.table}
 * @param key the columns of its primary key
 * @param eventTime the column that says when a row became so
 */
public record TableDefinition(String name, String from, List<String> key, String eventTime) {

  private static final Pattern FROM =
      Pattern.compile("%1$s\\.%1$s\\.%1$s".formatted(Checks.NAME.pattern()));

  public TableDefinition {
    key = List.copyOf(key);
    new Checks()
        .name("name", name)
        .that(
            FROM.matcher(from).matches(),
            "from",
            "must be source.schema.table, found '" + from + "'")
        .names("key", key)
        .name("event-time", eventTime)
        .done();
  }

  /** The source it is captured from. */
  public String sourceName() {
    return part(0);
  }

  /** The schema in the source. */
  public String schemaName() {
    return part(1);
  }

  /** The table in the source's schema. */
  public String tableName() {
    return part(2);
  }

  private String part(int index) {
    return from.split("\\.", -1)[index];
  }
}
