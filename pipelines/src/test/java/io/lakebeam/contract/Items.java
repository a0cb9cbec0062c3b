package io.lakebeam.contract;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.util.List;
import org.apache.paimon.types.DataTypes;

/** The captured table, as its source's catalogue would describe it. */
final class Items {
  static final SourceTable SOURCE =
      new SourceTable(
          "public",
          "item",
          List.of(
              new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull()),
              new SourceColumn("name", "text", DataTypes.STRING()),
              new SourceColumn("amount", "integer", DataTypes.INT()),
              new SourceColumn(
                  "changed_at",
                  "timestamp with time zone",
                  DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))),
          List.of("id"));

  static final TableDefinition DEFINITION =
      new TableDefinition("item", "shop.public.item", List.of("id"), "changed_at");

  private Items() {}
}
