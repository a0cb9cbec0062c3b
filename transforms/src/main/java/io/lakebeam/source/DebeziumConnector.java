package io.lakebeam.source;

import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The Debezium PostgreSQL connector that captures some tables of one database, and the names that
 * follow from its own: the slot, the publication, the topics.
 *
 * <pre>{@code
 * DebeziumConnector connector = new DebeziumConnector("shop", "bank", tables);
 * connect.deploy(connector.name(), connector.config(url, user, password));
 * connector.topic(table);  // shop.bank.public.customer
 * }</pre>
 *
 * @param project the project's name
 * @param source the source's name in it
 * @param capture which of the source's captures, from 1, see {@link
 *     io.lakebeam.lake.SourceLife#capture}
 * @param tables what it captures
 */
public record DebeziumConnector(
    String project, String source, int capture, List<SourceTable> tables) {
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

  public DebeziumConnector {
    tables = List.copyOf(tables);
  }

  /** The connector of the source's first capture. */
  public DebeziumConnector(String project, String source, List<SourceTable> tables) {
    this(project, source, 1, tables);
  }

  /** The connector of another capture of the same. */
  public DebeziumConnector ofCapture(int number) {
    return new DebeziumConnector(project, source, number, tables);
  }

  /**
   * The connector's name in Connect; the prefix of its topics. What a later capture writes never
   * meets what an earlier one left: no source's name has a dash.
   */
  public String name() {
    return project + "." + source + (capture == 1 ? "" : "-" + capture);
  }

  /**
   * The replication slot: at most 63 letters, and another one for a name that differs only in what
   * a slot's name cannot hold.
   */
  public String slot() {
    String readable = name().replaceAll("[^a-z0-9_]", "_");
    String hash = HexFormat.of().toHexDigits(name().hashCode());
    return "lakebeam_%s_%s".formatted(readable.substring(0, Math.min(readable.length(), 45)), hash);
  }

  /** The publication, named as the first capture's slot: it outlives every slot. */
  public String publication() {
    return ofCapture(1).slot();
  }

  /** The topic of a table's changes. */
  public String topic(SourceTable table) {
    return name() + "." + table.qualifiedName();
  }

  /** The topic of where its transactions begin and end, see {@link #config}. */
  public String transactionTopic() {
    return name() + ".transaction";
  }

  /**
   * The connector's configuration. Events are JSON, however its worker is configured. Values come
   * without loss ({@link io.lakebeam.change.DebeziumJson}); a slot that was dropped or recreated
   * stops the connector.
   *
   * @param url the JDBC URL of the database: one host, a database, no parameters
   * @throws SourceException if the URL is another
   */
  public Map<String, String> config(String url, String user, String password) {
    URI address = address(url);
    Map<String, String> config = new TreeMap<>();
    config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    config.put("tasks.max", "1");
    config.put("database.hostname", address.getHost());
    config.put("database.port", Integer.toString(address.getPort() < 0 ? 5432 : address.getPort()));
    config.put("database.dbname", address.getPath().substring(1));
    config.put("database.user", user);
    config.put("database.password", password);
    config.put("topic.prefix", name());
    config.put("plugin.name", "pgoutput");
    config.put("slot.name", slot());
    config.put("publication.name", publication());
    config.put("publication.autocreate.mode", "disabled");
    config.put(
        "table.include.list",
        tables.stream()
            .map(table -> table.qualifiedName().replace(".", "\\."))
            .collect(Collectors.joining(",")));
    config.put("key.converter", JSON);
    config.put("key.converter.schemas.enable", "false");
    config.put("value.converter", JSON);
    config.put("value.converter.schemas.enable", "false");
    // Else a NULL in a column that has a default comes as the default.
    config.put("value.converter.replace.null.with.default", "false");
    config.put("snapshot.mode", "initial");
    config.put("decimal.handling.mode", "string");
    config.put("time.precision.mode", "microseconds");
    config.put("interval.handling.mode", "string");
    config.put("skipped.operations", "none");
    config.put("publish.via.partition.root", "true");
    config.put("include.unknown.datatypes", "true");
    config.put("tombstones.on.delete", "false");
    config.put("heartbeat.interval.ms", "5000");
    // Without anything to read the connector confirms nothing, and its slot holds the log of all
    // that is written elsewhere. In a transaction, so that its end tells how far the connector is.
    config.put(
        "heartbeat.action.query", "SELECT pg_logical_emit_message(true, 'lakebeam', 'heartbeat')");
    config.put("provide.transaction.metadata", "true");
    // In the topic that all connectors share, a transaction that a killed worker left open would
    // keep every worker from starting until it times out.
    config.put("offsets.storage.topic", name() + ".offsets");
    // By default each poll is a transaction of Kafka's, some twenty a second: they took the broker
    // and the worker more than the events did.
    config.put("transaction.boundary", "interval");
    config.put("transaction.boundary.interval.ms", "500");
    config.put("lsn.flush.mode", "connector");
    config.put("offset.mismatch.strategy", "trust_offset");
    config.put("snapshot.fetch.size", "10000");
    config.put("statistics.metrics.enabled", "false");
    config.put("extended.headers.enabled", "false");
    config.put("topic.creation.default.partitions", "1");
    config.put("topic.creation.default.replication.factor", "-1");
    config.put("max.batch.size", "8192");
    config.put("max.queue.size", "32768");
    config.put("poll.interval.ms", "50");
    return config;
  }

  /** Refuses what could not be passed on, such as several hosts, or parameters like sslmode. */
  private static URI address(String url) {
    URI address = URI.create(url.substring("jdbc:".length()));
    if (address.getHost() == null || address.getPath().length() < 2 || address.getQuery() != null) {
      throw new SourceException(
          "source url %s cannot be handed to the connector; allowed:".formatted(url)
              + " jdbc:postgresql://host:port/database, without parameters");
    }
    return address;
  }
}
