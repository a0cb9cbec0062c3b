package io.lakebeam.source;

import java.util.List;

/**
 * A table that a source has, whether it can be captured or not.
 *
 * @param schema the schema it is in
 * @param name its name
 * @param oid what PostgreSQL knows it by while it lives
 * @param primaryKey the columns of its primary key, in order; none where it has no key
 * @param columns the names of its columns, in order
 */
public record ListedTable(
    String schema, String name, long oid, List<String> primaryKey, List<String> columns) {
  public ListedTable {
    primaryKey = List.copyOf(primaryKey);
    columns = List.copyOf(columns);
  }

  /** {@code schema.name}. */
  public String qualifiedName() {
    return schema + "." + name;
  }
}
