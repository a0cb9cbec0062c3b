package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.RowException;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.SourceLife;
import io.lakebeam.lake.Zones;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.DebeziumConnector;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import io.lakebeam.source.TopicOffsets;
import io.lakebeam.subject.ErasedSubjects;
import io.lakebeam.subject.SubjectHash;
import io.lakebeam.subject.SubjectRule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * A source ready to be captured: its tables described, their lake tables and topics made, and where
 * each of its topics' partitions is to be read from.
 *
 * @param definition the source in the project
 * @param connector its connector
 * @param life the life that the source lives
 * @param tables what is captured
 * @param earlier the same tables with topics that earlier captures have left, by the number of the
 *     life that their changes are of; none but while the source is healed
 * @param start the first offset to read, by partition
 * @param joining the tables, by their names in the lake, that have come since the capture began: no
 *     snapshot of the connector has their rows
 */
record CapturedSource(
    SourceDefinition definition,
    DebeziumConnector connector,
    SourceLife life,
    List<CapturedTable> tables,
    Map<Integer, List<CapturedTable>> earlier,
    Map<TopicPartition, Long> start,
    Set<String> joining) {

  /**
   * Checks the source and makes its lake tables and topics; {@link #deploy} is still to come.
   *
   * @throws SourceException if it cannot be captured as the project says, or if changes of it are
   *     lost to the lake
   */
  static CapturedSource prepare(Project project, SourceDefinition source, Lake lake) {
    CapturedSource described = describe(project, source, lake);
    if (!described.life().isWhole()) {
      throw new SourceException(
          "source %s: it is being healed, and its snapshot is not whole in this lake; end that: lakebeam heal"
              .formatted(source.name()));
    }
    Gap.of(described, lake)
        .ifPresent(
            gap -> {
              throw new SourceException(gap.report());
            });
    return described.joining(JoiningTables.find(described, lake)).resuming(lake);
  }

  /**
   * The source as it is now, and its lake tables made, or changed to hold its rows; it is read from
   * nowhere.
   *
   * @throws SourceException if it cannot be captured as the project says
   */
  static CapturedSource describe(Project project, SourceDefinition source, Lake lake) {
    ErasedSubjects.requireKey(lake, SubjectHash.of(project));
    try (PostgresCatalog catalog = connect(source)) {
      SourceLife life = SourceEpochs.in(lake).life(source.name(), catalog.epoch());
      CapturedSource described = describe(project, source, life, catalog);
      described.requireCapturable(catalog);
      described.tables().forEach(table -> follow(lake, table));
      lake.createOrEvolve(DeadLetters.table(Zones.DEAD_LETTERS));
      Transactions.in(lake);
      return described;
    }
  }

  /** The source as it is now, in a life that the lake knows; nothing is made or changed. */
  static CapturedSource describe(
      Project project, SourceDefinition source, SourceLife life, PostgresCatalog catalog) {
    catalog.requireLogicalDecoding();
    project.requireTables();
    Map<String, SourceTable> described = new LinkedHashMap<>();
    project.tables().values().stream()
        .filter(table -> table.sourceName().equals(source.name()))
        .forEach(
            table ->
                described.put(table.name(), catalog.table(table.schemaName(), table.tableName())));
    DebeziumConnector connector =
        new DebeziumConnector(
            project.name(), source.name(), life.capture(), List.copyOf(described.values()));
    List<CapturedTable> tables =
        described.entrySet().stream()
            .map(
                e ->
                    CapturedTable.of(
                            connector.topic(e.getValue()), e.getValue(), project.table(e.getKey()))
                        .about(SubjectRule.of(project, project.table(e.getKey())))
                        .ruled(TableRules.of(project, project.table(e.getKey())))
                        .withAccess(SourceAccess.of(source)))
            .toList();
    return new CapturedSource(source, connector, life, tables, Map.of(), Map.of(), Set.of());
  }

  /** Refuses a source whose log would not tell all, or whose snapshot would tell it wrong. */
  void requireCapturable(PostgresCatalog catalog) {
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

  /**
   * Deploys the publication and the connector, or brings them up to date; the connector reads the
   * tables that are joining when this returns.
   */
  void deploy() {
    try (PostgresCatalog catalog = connect(definition)) {
      catalog.publish(connector.publication(), connector.tables());
    }
    if (joining.isEmpty()) {
      ConnectCluster connect = ConnectCluster.at(definition.connect());
      connect.deploy(connector.name(), config());
      // The same configuration again does not start what has failed under it.
      connect.restartFailed(connector.name());
    } else {
      new JoiningTables(this).deploy();
    }
  }

  /** The connector's configuration. */
  Map<String, String> config() {
    return connector.config(
        definition.url(), definition.user(), definition.connectorPassword().reveal());
  }

  static PostgresCatalog connect(SourceDefinition source) {
    return PostgresCatalog.connect(source.url(), source.user(), source.password().reveal());
  }

  /** The topics that changes are read from. */
  List<String> topics() {
    return Stream.concat(tables.stream(), earlier.values().stream().flatMap(List::stream))
        .map(CapturedTable::topic)
        .toList();
  }

  /** Where its transactions are told of. */
  SourceTransactions transactions() {
    return new SourceTransactions(
        definition.name(),
        life.number(),
        connector.transactionTopic(),
        connector.slot(),
        definition.kafka(),
        topics(),
        SourceAccess.of(definition));
  }

  /** The start of each partition, named as the lake names it. */
  Map<String, Long> startPositions() {
    return startPositions(partition -> true);
  }

  /** The start of each partition with changes. */
  Map<String, Long> startOfChanges() {
    return startPositions(partition -> topics().contains(partition.topic()));
  }

  private Map<String, Long> startPositions(Predicate<TopicPartition> wanted) {
    return start.entrySet().stream()
        .filter(e -> wanted.test(e.getKey()))
        .collect(Collectors.toMap(e -> e.getKey().toString(), Map.Entry::getValue));
  }

  /** The same, reading where the lake is; topics that are not there are made. */
  CapturedSource resuming(Lake lake) {
    List<String> topics =
        Stream.concat(topics().stream(), Stream.of(connector.transactionTopic())).toList();
    try (TopicOffsets offsets = TopicOffsets.of(definition.kafka())) {
      offsets.create(topics);
      Positions kept = Positions.in(lake);
      Map<String, Long> positions = kept.read();
      Map<String, Long> lost = new TreeMap<>();
      Map<TopicPartition, Long> ends = offsets.end(topics);
      Map<TopicPartition, Long> starts =
          new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
      offsets
          .earliest(topics)
          .forEach(
              (partition, earliest) -> {
                long position = positions.getOrDefault(partition.toString(), 0L);
                boolean isHeld = position >= earliest && position <= ends.get(partition);
                // Only of an earlier capture's topic, or of transactions, of which none is missed:
                // Gap has looked at the others.
                starts.put(partition, isHeld ? position : earliest);
                if (position > ends.get(partition)) {
                  lost.put(partition.toString(), earliest);
                }
              });
      kept.reset(lost);
      return new CapturedSource(definition, connector, life, tables, earlier, starts, joining);
    }
  }

  /** The same, these tables having come since its capture began. */
  private CapturedSource joining(Set<String> names) {
    return new CapturedSource(definition, connector, life, tables, earlier, start, names);
  }

  /** The same, with what earlier captures have left in Kafka and the lake does not have yet. */
  CapturedSource withEarlier(List<SourceLife> lives) {
    try (TopicOffsets offsets = TopicOffsets.of(definition.kafka())) {
      Map<Integer, List<CapturedTable>> left = new TreeMap<>();
      Set<Integer> captures = new HashSet<>(Set.of(life.capture()));
      for (int i = lives.size() - 1; i >= 0; i--) {
        if (captures.add(lives.get(i).capture())) {
          left.put(lives.get(i).number(), ofCapture(lives.get(i).capture(), offsets));
        }
      }
      return new CapturedSource(definition, connector, life, tables, left, start, joining);
    }
  }

  private List<CapturedTable> ofCapture(int number, TopicOffsets offsets) {
    DebeziumConnector other = connector.ofCapture(number);
    List<CapturedTable> all =
        tables.stream().map(table -> table.withTopic(other.topic(table.source()))).toList();
    List<String> existing = offsets.existing(all.stream().map(CapturedTable::topic).toList());
    return all.stream().filter(table -> existing.contains(table.topic())).toList();
  }
}
