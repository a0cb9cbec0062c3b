package io.lakebeam.bench.peer;

import io.lakebeam.bench.measure.Measured;
import io.lakebeam.bench.measure.RunOptions;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Main class of a process that takes the topic in by Flink SQL: debezium-json into an Iceberg v2
 * table in upsert mode.
 *
 * <p>Settings as documented: object reuse and checkpoints by Flink; format v2, upsert and hash
 * distribution by the key by Iceberg. Times without a zone and dates are read as the numbers that
 * the connector writes, since debezium-json knows text only.
 */
public final class FlinkSqlIceberg {
  private static final String COLUMNS =
      """
        id BIGINT NOT NULL,
        branch INT,
        holder STRING,
        email STRING,
        city STRING,
        balance DECIMAL(12, 2),
        score DOUBLE,
        active BOOLEAN,
        opened_on INT,
        created_at BIGINT,
        updated_at TIMESTAMP_LTZ(6),
        PRIMARY KEY (id) NOT ENFORCED
      """;

  private FlinkSqlIceberg() {}

  /**
   * Ingests, reads back, writes what was measured.
   *
   * @param arguments the file of {@link RunOptions}
   */
  public static void main(String[] arguments) throws Exception {
    Measured run = Measured.start();
    RunOptions options = RunOptions.read(Path.of(arguments[0]));
    TableEnvironment sql = TableEnvironment.create(streaming(options));
    sql.executeSql(source(options));
    sql.executeSql(catalog(options));
    sql.executeSql("CREATE DATABASE lake.silver");
    sql.executeSql(
        "CREATE TABLE lake.silver.account (%s) WITH (%s)"
            .formatted(
                COLUMNS,
                """
                'format-version' = '2',
                'write.format.default' = 'parquet',
                'write.upsert.enabled' = 'true',
                'write.distribution-mode' = 'hash'
                """));
    // The topic is bounded: the job ends after the commit of its last checkpoint.
    sql.executeSql("INSERT INTO lake.silver.account SELECT * FROM changes").await();
    run.ingested();
    FlinkSqlTable table = new FlinkSqlTable(options, catalog(options));
    for (int reading = 0; reading < 2; reading++) {
      run.readBack("iceberg", new IcebergTable(options));
      run.readBackRows("flink_sql", table::read);
    }
    run.write(options, "data");
    Runtime.getRuntime().halt(0);
  }

  private static EnvironmentSettings streaming(RunOptions options) {
    return EnvironmentSettings.newInstance()
        .inStreamingMode()
        .withConfiguration(
            Configuration.fromMap(
                Map.of(
                    "parallelism.default", Integer.toString(options.parallelism()),
                    "pipeline.object-reuse", "true",
                    "execution.checkpointing.interval", options.commitSeconds() + " s",
                    "execution.checkpointing.mode", "EXACTLY_ONCE",
                    "table.local-time-zone", "UTC")))
        .build();
  }

  private static String source(RunOptions options) {
    return """
        CREATE TABLE changes (%s) WITH (
          'connector' = 'kafka',
          'topic' = '%s',
          'properties.bootstrap.servers' = '%s',
          'properties.isolation.level' = 'read_committed',
          'scan.startup.mode' = 'earliest-offset',
          'scan.bounded.mode' = 'latest-offset',
          'format' = 'debezium-json',
          'debezium-json.ignore-parse-errors' = 'false',
          'debezium-json.timestamp-format.standard' = 'ISO-8601'
        )"""
        .formatted(COLUMNS, options.topic(), options.kafka());
  }

  private static String catalog(RunOptions options) {
    return """
        CREATE CATALOG lake WITH (
          'type' = 'iceberg',
          'catalog-type' = 'hadoop',
          'warehouse' = '%s'
        )"""
        .formatted(options.warehouse().toUri());
  }
}
