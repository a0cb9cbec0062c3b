package io.lakebeam.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Describes a table by PostgreSQL's catalogue; refuses columns that cannot be captured. */
final class TableColumns {
  /** A domain's type is that of the last type below it, with the parameters nearest to it. */
  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(b.oid, b.mod),
             coalesce(array_position(i.indkey::int2[], a.attnum), -1), t.typtype, t.typname,
             EXISTS (SELECT FROM pg_constraint k
                     WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.convalidated
                       AND pg_get_constraintdef(k.oid) =
                           format('CHECK (((array_ndims(%1$I) = 1) AND (array_lower(%1$I, 1) = 1)))',
                                  a.attname)),
             a.attnum, c.oid, c.relnatts, a.attgenerated
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL (
        WITH RECURSIVE base(oid, mod, depth) AS (
          SELECT a.atttypid, a.atttypmod, 0
          UNION ALL
          SELECT d.typbasetype, CASE WHEN base.mod = -1 THEN d.typtypmod ELSE base.mod END,
                 depth + 1
          FROM base JOIN pg_type d ON d.oid = base.oid AND d.typtype = 'd')
        SELECT oid, mod FROM base ORDER BY depth DESC LIMIT 1) b
      JOIN pg_type t ON t.oid = b.oid
      LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private final Connection connection;

  TableColumns(Connection connection) {
    this.connection = connection;
  }

  /** The table; null where there is none. */
  @Nullable SourceTable describe(String schema, String name) throws SQLException {
    List<SourceColumn> columns = new ArrayList<>();
    Map<Integer, String> key = new TreeMap<>();
    long oid = 0;
    int lastNumber = 0;
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, schema);
      query.setString(2, name);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(column(schema + "." + name, rows));
          oid = rows.getLong(8);
          lastNumber = rows.getInt(9);
          if (rows.getInt(3) >= 0) {
            key.put(rows.getInt(3), rows.getString(1));
          }
        }
      }
    }
    return columns.isEmpty()
        ? null
        : new SourceTable(schema, name, columns, List.copyOf(key.values()), oid, lastNumber);
  }

  private SourceColumn column(String table, ResultSet row) throws SQLException {
    String name = row.getString(1);
    boolean isKey = row.getInt(3) >= 0;
    PostgresTypes.Type type =
        new PostgresTypes.Type(row.getString(2), row.getString(4).charAt(0), row.getString(5));
    if (!row.getString(10).isEmpty()) {
      throw new SourceException(
          ("table %s column '%s' is generated, and its values are not in PostgreSQL's log; leave the"
                  + " table out, or have the column written by a trigger")
              .formatted(table, name));
    }
    PostgresTypes.Lake lake = PostgresTypes.lake(table, name, type, isKey);
    if (PostgresTypes.isArray(type) && !row.getBoolean(6)) {
      throw new SourceException(
          ("table %1$s column '%2$s' has type %3$s: of an array of several dimensions, or one that"
                  + " does not begin at 1, the connector loses values; this proves that there are"
                  + " none: ALTER TABLE %1$s ADD CHECK (array_ndims(%2$s) = 1 AND"
                  + " array_lower(%2$s, 1) = 1)")
              .formatted(table, name, type.name()));
    }
    if (type.name().equals("money")) {
      requireMoneyThatTheConnectorReads(table, name);
    }
    return new SourceColumn(
        name, type.name(), lake.type().copy(!isKey), lake.form(), row.getInt(7));
  }

  /** The connector takes money apart as text, and knows one way of writing it. */
  private void requireMoneyThatTheConnectorReads(String table, String column) throws SQLException {
    String written;
    try (Statement statement = connection.createStatement();
        ResultSet text = statement.executeQuery("SELECT (-1234.5)::numeric::money::text")) {
      text.next();
      written = text.getString(1);
    }
    if (!written.equals("-$1,234.50")) {
      throw new SourceException(
          ("table %s column '%s' has type money, and the source writes -1234.5 as %s, which the"
                  + " connector cannot read; allowed: -$1,234.50 (lc_monetary = 'C' or 'en_US'), or"
                  + " numeric")
              .formatted(table, column, written));
    }
  }
}
