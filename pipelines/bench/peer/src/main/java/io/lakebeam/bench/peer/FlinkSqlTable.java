package io.lakebeam.bench.peer;

import io.lakebeam.bench.measure.RunOptions;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Reads the table back by a batch query that needs every value of every column. */
final class FlinkSqlTable {
  private static final String QUERY =
      """
      SELECT COUNT(*), SUM(id), SUM(branch), SUM(CHAR_LENGTH(holder)), SUM(CHAR_LENGTH(email)),
        SUM(CHAR_LENGTH(city)), SUM(balance), SUM(score), COUNT(*) FILTER (WHERE active),
        SUM(opened_on), SUM(created_at), MAX(updated_at)
      FROM lake.silver.account""";

  private final RunOptions options;
  private final String catalog;

  FlinkSqlTable(RunOptions options, String catalog) {
    this.options = options;
    this.catalog = catalog;
  }

  /** How many rows the query found. */
  long read() throws Exception {
    TableEnvironment sql =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inBatchMode()
                .withConfiguration(
                    Configuration.fromMap(
                        Map.of(
                            "parallelism.default", Integer.toString(options.parallelism()),
                            "pipeline.object-reuse", "true",
                            "table.local-time-zone", "UTC")))
                .build());
    sql.executeSql(catalog);
    try (CloseableIterator<Row> rows = sql.executeSql(QUERY).collect()) {
      return (Long) rows.next().getField(0);
    }
  }
}
