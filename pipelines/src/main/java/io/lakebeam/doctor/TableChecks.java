package io.lakebeam.doctor;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.TableFit;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A table of the source: its key, types and replica identity, and whether it may be read. */
final class TableChecks {
  private static final String ACCESS =
      """
      SELECT has_schema_privilege(n.oid, 'USAGE'), has_table_privilege(c.oid, 'SELECT'),
             quote_ident(current_user), quote_ident(n.nspname),
             EXISTS (SELECT FROM pg_class part
                     WHERE (part.oid = c.oid
                            OR part.oid IN (SELECT relid FROM pg_partition_tree(c.oid)))
                       AND part.reltoastrelid <> 0 AND part.relreplident <> 'f')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ?""";

  private final Connection connection;
  private final PostgresCatalog catalog;
  private final Examination examination;

  TableChecks(Connection connection, PostgresCatalog catalog, Examination examination) {
    this.connection = connection;
    this.catalog = catalog;
    this.examination = examination;
  }

  /** The table as the catalogue describes it; what is wrong with it is thrown. */
  SourceTable describe(TableDefinition wanted) {
    SourceTable table = catalog.table(wanted.schemaName(), wanted.tableName());
    TableFit.require(table, wanted);
    catalog.requireReplicaIdentity(table);
    return table;
  }

  /**
   * Checks what the role may do with the table, and how its rows are logged.
   *
   * @param isToBeRead whether the connector will take a snapshot of it
   */
  void run(SourceTable table, boolean isToBeRead) throws SQLException {
    String check = "table " + table.qualifiedName();
    try (PreparedStatement query = connection.prepareStatement(ACCESS)) {
      query.setString(1, table.schema());
      query.setString(2, table.name());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        boolean mayRead = row.getBoolean(1) && row.getBoolean(2);
        if (!mayRead) {
          examination.bad(
              check,
              "%s may not read it".formatted(row.getString(3)),
              "GRANT USAGE ON SCHEMA %s TO %s; GRANT SELECT ON %s TO %s"
                  .formatted(row.getString(4), row.getString(3), quoted(table), row.getString(3)));
          return;
        }
        if (isToBeRead) {
          catalog.requireSnapshotDates(table);
        }
        if (row.getBoolean(5)) {
          examination.warn(
              check,
              "an update that leaves a large value alone becomes a dead letter",
              "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(quoted(table)));
        } else {
          examination.ok(check, "key %s".formatted(table.primaryKey()));
        }
      }
    }
  }

  static String quoted(SourceTable table) {
    return PostgresCatalog.quoted(table.schema()) + "." + PostgresCatalog.quoted(table.name());
  }
}
