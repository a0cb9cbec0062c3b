package io.lakebeam.publish;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What is said to a database about rows.
 *
 * @param columns of the rows
 * @param upsert takes all values
 * @param delete takes a key
 * @param keys takes a key, which is kept until the end; null where nobody asks for them
 */
record SqlStatements(
    SqlTarget target, List<SqlColumn> columns, String upsert, String delete, @Nullable String keys)
    implements Serializable {

  SqlStatements {
    columns = List.copyOf(columns);
  }

  /**
   * Of an output's table.
   *
   * @param keysTable where all keys are kept; null: nowhere
   */
  static SqlStatements of(SqlTarget target, List<SqlColumn> columns, @Nullable String keysTable) {
    SqlDialect dialect = target.dialect();
    List<String> all = columns.stream().map(column -> dialect.quoted(column.name())).toList();
    List<String> key =
        columns.stream()
            .filter(SqlColumn::isKey)
            .map(column -> dialect.quoted(column.name()))
            .toList();
    return new SqlStatements(
        target,
        columns,
        dialect.upsert(target.quoted(), all, key),
        "DELETE FROM %s WHERE %s"
            .formatted(
                target.quoted(),
                key.stream().map(name -> name + " = ?").collect(Collectors.joining(" AND "))),
        keysTable == null ? null : dialect.upsert(target.quoted(keysTable), key, key));
  }

  /** Deletes the rows whose keys were not kept. */
  static String deleteOthers(SqlTarget target, List<SqlColumn> columns, String keysTable) {
    String table = target.quoted();
    String keys = target.quoted(keysTable);
    String same =
        columns.stream()
            .filter(SqlColumn::isKey)
            .map(column -> target.dialect().quoted(column.name()))
            .map(name -> "%1$s.%3$s = %2$s.%3$s".formatted(keys, table, name))
            .collect(Collectors.joining(" AND "));
    return "DELETE FROM %s WHERE NOT EXISTS (SELECT 1 FROM %s WHERE %s)"
        .formatted(table, keys, same);
  }
}
