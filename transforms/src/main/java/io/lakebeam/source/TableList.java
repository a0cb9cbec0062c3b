package io.lakebeam.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lists the tables whose changes are in PostgreSQL's log; a partitioned one is one table. */
final class TableList {
  private static final String TABLES =
      """
      SELECT n.nspname, c.relname, c.oid,
             ARRAY(SELECT a.attname::text
                   FROM pg_index i
                   CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place)
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                   WHERE i.indrelid = c.oid AND i.indisprimary
                   ORDER BY k.place),
             ARRAY(SELECT a.attname::text FROM pg_attribute a
                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                   ORDER BY a.attnum)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
        AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      ORDER BY 1, 2
      """;

  private TableList() {}

  static List<ListedTable> read(Connection connection) throws SQLException {
    List<ListedTable> tables = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(TABLES)) {
      while (row.next()) {
        tables.add(
            new ListedTable(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                texts(row.getArray(4)),
                texts(row.getArray(5))));
      }
    }
    return tables;
  }

  private static List<String> texts(Array array) throws SQLException {
    return Stream.of((Object[]) array.getArray()).map(String::valueOf).toList();
  }
}
