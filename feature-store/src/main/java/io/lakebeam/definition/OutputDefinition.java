package io.lakebeam.definition;

import java.util.List;

/**
 * A table of the lake as others have it: files or a table of a database, made by {@code publish}.
 *
 * <pre>{@code
 * outputs:
 *   customers:    {from: customer, to: files, path: out/customers, format: parquet, partition-by: [country]}
 *   customers_db: {from: customer, to: jdbc, url: "jdbc:postgresql://db/shop", user: lake,
 *                  password: "${SHOP_PASSWORD}", table: public.customers}
 * }</pre>
 *
 * @param name of the output
 * @param from the silver table or the feature view
 * @param columns which columns, in which order; empty: all of its source's or its features'
 * @param target where they go
 */
public record OutputDefinition(String name, String from, List<String> columns, Target target) {

  /** Databases have tables that are named after it. */
  private static final int LONGEST_NAME = 40;

  /** Where an output goes. */
  public sealed interface Target permits FilesOutput, JdbcOutput {}

  public OutputDefinition {
    columns = List.copyOf(columns);
    Checks checks =
        new Checks()
            .name("name", name)
            .that(
                name.length() <= LONGEST_NAME,
                "name",
                "must have %d letters at most, found %d".formatted(LONGEST_NAME, name.length()))
            .name("from", from);
    if (!columns.isEmpty()) {
      checks.names("columns", columns);
    }
    if (target instanceof FilesOutput files && !columns.isEmpty()) {
      for (int i = 0; i < files.partitionBy().size(); i++) {
        String column = files.partitionBy().get(i);
        checks.that(
            columns.contains(column),
            "partition-by[" + i + "]",
            "names '%s', which is not among columns: %s%s"
                .formatted(column, String.join(", ", columns), Nearest.to(column, columns)));
      }
      checks.that(
          columns.size() > files.partitionBy().size(),
          "columns",
          "must hold a column that partition-by does not: those of partition-by are in folders' names alone");
    }
    checks.done();
  }
}
