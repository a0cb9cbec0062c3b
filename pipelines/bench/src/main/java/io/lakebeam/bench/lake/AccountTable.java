package io.lakebeam.bench.lake;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.util.List;
import org.apache.paimon.types.DataTypes;

/** The captured table, as its source's catalogue would describe it. */
final class AccountTable {
  static final SourceTable SOURCE =
      new SourceTable(
          "public",
          "account",
          List.of(
              new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull()),
              new SourceColumn("branch", "integer", DataTypes.INT()),
              new SourceColumn("holder", "character varying", DataTypes.STRING()),
              new SourceColumn("email", "character varying", DataTypes.STRING()),
              new SourceColumn("city", "character varying", DataTypes.STRING()),
              new SourceColumn("balance", "numeric(12,2)", DataTypes.DECIMAL(12, 2)),
              new SourceColumn("score", "double precision", DataTypes.DOUBLE()),
              new SourceColumn("active", "boolean", DataTypes.BOOLEAN()),
              new SourceColumn("opened_on", "date", DataTypes.DATE()),
              new SourceColumn("created_at", "timestamp without time zone", DataTypes.TIMESTAMP(6)),
              new SourceColumn(
                  "updated_at",
                  "timestamp with time zone",
                  DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))),
          List.of("id"));

  static final TableDefinition DEFINITION =
      new TableDefinition("account", "bank.public.account", List.of("id"), "updated_at");

  private AccountTable() {}
}
