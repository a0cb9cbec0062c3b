package io.lakebeam.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Whether a table's log tells which row was updated or deleted: what PostgreSQL logs of the old row
 * must hold the primary key. Of a partitioned table each partition has its own.
 */
final class ReplicaIdentity {
  private static final String IDENTITIES =
      """
      SELECT format('%I.%I', n.nspname, c.relname), c.relreplident,
             (SELECT NOT i.indimmediate FROM pg_index i
              WHERE i.indrelid = c.oid AND i.indisprimary),
             (SELECT string_agg(a.attname, ',') FROM pg_index i
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
              WHERE i.indrelid = c.oid AND i.indisreplident)
      FROM (SELECT format('%I.%I', ?::text, ?::text)::regclass AS root) t
      JOIN pg_class c ON c.oid = t.root AND c.relkind = 'r'
        OR c.oid IN (SELECT relid FROM pg_partition_tree(t.root) WHERE isleaf)
      JOIN pg_namespace n ON n.oid = c.relnamespace
      ORDER BY 1
      """;

  private final Connection connection;

  ReplicaIdentity(Connection connection) {
    this.connection = connection;
  }

  void requireKey(SourceTable table) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(IDENTITIES)) {
      query.setString(1, table.schema());
      query.setString(2, table.name());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          require(table, rows.getString(1), rows.getString(2), rows.getString(4));
          if (rows.getBoolean(3)) {
            throw new SourceException(
                ("table %s has a deferrable primary key: rows may exchange keys in one statement,"
                        + " and the order of their changes does not tell who has which; make the"
                        + " key NOT DEFERRABLE")
                    .formatted(rows.getString(1)));
          }
        }
      }
    }
  }

  private static void require(
      SourceTable table, String name, String identity, @Nullable String index) {
    if (identity.equals("n")) {
      throw new SourceException(
          ("table %1$s has REPLICA IDENTITY NOTHING: once it is captured PostgreSQL refuses its"
                  + " updates and deletes; mend it: ALTER TABLE %1$s REPLICA IDENTITY DEFAULT")
              .formatted(name));
    }
    if (identity.equals("i")
        && (index == null || !List.of(index.split(",")).containsAll(table.primaryKey()))) {
      throw new SourceException(
          ("table %1$s has REPLICA IDENTITY USING INDEX of (%2$s), without all of its primary key"
                  + " %3$s: a deleted row could not be told; mend it: ALTER TABLE %1$s REPLICA"
                  + " IDENTITY DEFAULT")
              .formatted(name, index, table.primaryKey()));
    }
  }
}
