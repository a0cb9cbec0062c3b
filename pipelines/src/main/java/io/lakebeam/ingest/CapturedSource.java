package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.ChangeException;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.RowException;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.Zones;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.DebeziumConnector;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import io.lakebeam.source.TopicOffsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A source ready to be captured: its tables described, their lake tables and topics made, and where
 * each of its topics' partitions is to be read from.
 *
 * @param definition the source in the project
 * @param connector its connector
 * @param epoch the number of the life the source lives
 * @param tables what is captured
 * @param start the first offset to read, by partition
 */
record CapturedSource(
    SourceDefinition definition,
    DebeziumConnector connector,
    int epoch,
    List<CapturedTable> tables,
    Map<TopicPartition, Long> start) {
  private static final String REBUILD =
      "rebuild it from the source: remove the warehouse, the connector with its offsets, its slot"
          + " and its topics, then ingest again";

  /**
   * Checks the source and makes its lake tables and topics; {@link #deploy} is still to come.
   *
   * @throws SourceException if it cannot be captured as the project says
   */
  static CapturedSource prepare(Project project, SourceDefinition source, Lake lake) {
    CapturedSource described = describe(project, source, lake);
    described.requireSlot(lake);
    return new CapturedSource(
        source,
        described.connector(),
        described.epoch(),
        described.tables(),
        start(source, lake, described.tables()));
  }

  /**
   * The source as it is now, and its lake tables made, or changed to hold its rows; it is read from
   * nowhere.
   *
   * @throws SourceException if it cannot be captured as the project says
   */
  static CapturedSource describe(Project project, SourceDefinition source, Lake lake) {
    try (PostgresCatalog catalog = connect(source)) {
      catalog.requireLogicalDecoding();
      Map<String, SourceTable> described = new LinkedHashMap<>();
      project.tables().values().stream()
          .filter(table -> table.sourceName().equals(source.name()))
          .forEach(
              table ->
                  described.put(
                      table.name(), catalog.table(table.schemaName(), table.tableName())));
      DebeziumConnector connector =
          new DebeziumConnector(project.name(), source.name(), List.copyOf(described.values()));
      List<CapturedTable> tables =
          described.entrySet().stream()
              .map(
                  e ->
                      CapturedTable.of(
                              connector.topic(e.getValue()),
                              e.getValue(),
                              project.table(e.getKey()))
                          .withAccess(SourceAccess.of(source)))
              .toList();
      requireCapturable(catalog, connector);
      tables.forEach(table -> follow(lake, table));
      lake.createOrEvolve(DeadLetters.table(Zones.DEAD_LETTERS));
      int epoch = SourceEpochs.in(lake).number(source.name(), catalog.epoch());
      return new CapturedSource(source, connector, epoch, tables, Map.of());
    }
  }

  private static void requireCapturable(PostgresCatalog catalog, DebeziumConnector connector) {
    connector.tables().forEach(catalog::requireReplicaIdentity);
    if (!catalog.hasSlot(connector.slot())) {
      connector.tables().forEach(catalog::requireSnapshotDates);
    }
  }

  /** Makes the table's lake tables, or lets them follow what has become of its columns. */
  private static void follow(Lake lake, CapturedTable table) {
    KnownColumns known =
        KnownColumns.read(lake, table.current().name().table(), table.source().oid());
    try {
      table.lakeTables().stream()
          .filter(silver -> !lake.exists(silver.name()))
          .forEach(lake::createOrEvolve);
      new SilverColumns(lake, table, known).follow(table.source().columns(), table.source());
    } catch (ChangeException | RowException e) {
      throw new SourceException("the lake cannot follow the source", e);
    }
    table.lakeTables().forEach(lake::createOrEvolve);
  }

  /** Deploys the connector, or brings its configuration up to date. */
  void deploy() {
    ConnectCluster.at(definition.connect())
        .deploy(
            connector.name(),
            connector.config(
                definition.url(), definition.user(), definition.connectorPassword().reveal()));
  }

  static PostgresCatalog connect(SourceDefinition source) {
    return PostgresCatalog.connect(source.url(), source.user(), source.password().reveal());
  }

  List<String> topics() {
    return tables.stream().map(CapturedTable::topic).toList();
  }

  /** The start of each partition, named as the lake names it. */
  Map<String, Long> startPositions() {
    return start.entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().toString(), Map.Entry::getValue));
  }

  private static Map<TopicPartition, Long> start(
      SourceDefinition source, Lake lake, List<CapturedTable> tables) {
    List<String> topics = tables.stream().map(CapturedTable::topic).toList();
    Map<String, Long> positions = Positions.in(lake).read();
    try (TopicOffsets offsets = TopicOffsets.of(source.kafka())) {
      offsets.create(topics);
      Map<TopicPartition, Long> end = offsets.end(topics);
      Map<TopicPartition, Long> start =
          new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
      offsets
          .earliest(topics)
          .forEach(
              (partition, earliest) -> {
                long position = positions.getOrDefault(partition.toString(), 0L);
                requireNoGap(partition, position, earliest, end.get(partition));
                start.put(partition, position);
              });
      return start;
    }
  }

  /**
   * A snapshot's rows are older than all that is streamed in the same life of the source, so those
   * of a second capture would never replace what the first one left.
   */
  private void requireSlot(Lake lake) {
    try (PostgresCatalog catalog = connect(definition)) {
      if (!catalog.hasSlot(connector.slot()) && wasCapturedInThisLife(lake)) {
        throw new SourceException(
            ("source %s: this lake has changes of it, but its slot %s is gone, and with it what was"
                    + " committed since; "
                    + REBUILD)
                .formatted(definition.name(), connector.slot()));
      }
    }
  }

  private boolean wasCapturedInThisLife(Lake lake) {
    boolean[] found = new boolean[1];
    for (CapturedTable table : tables) {
      lake.read(
              table.history().name(),
              List.of(ChangeColumns.LSN),
              RowFilter.equal(ChangeColumns.EPOCH, epoch))
          .forEach(row -> found[0] = true);
    }
    return found[0];
  }

  private static void requireNoGap(
      TopicPartition partition, long position, long earliest, long end) {
    if (position < earliest || position > end) {
      throw new SourceException(
          ("topic partition %s: the lake is at offset %d, the topic holds %d to %d:"
                  + " changes between them are lost to this lake; "
                  + REBUILD)
              .formatted(partition, position, earliest, end));
    }
  }
}
