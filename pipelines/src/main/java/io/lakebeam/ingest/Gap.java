package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.SourceLife;
import io.lakebeam.lake.TableName;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.ReplicationSlot;
import io.lakebeam.source.SourceTable;
import io.lakebeam.source.TopicOffsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.postgresql.replication.LogSequenceNumber;

/**
 * What a source has committed and its lake can no longer get: its slot, or what its topics held, is
 * gone, or its connector took its snapshot again after it had streamed. Only a new snapshot brings
 * both together again, see {@link Heal}.
 *
 * @param reason what was found, as a sentence without its end
 * @param lost what is missing
 * @param tables whose changes are missing, named as in the source
 */
public record Gap(String reason, String lost, List<String> tables) {
  /**
   * The gap between a source and the project's lake, if there is one; changes neither.
   *
   * @throws io.lakebeam.source.SourceException if the source cannot be captured as the project says
   */
  public static Optional<Gap> find(Project project, SourceDefinition source, Lake lake) {
    Optional<SourceLife> life =
        SourceEpochs.known(lake, source.name()).stream().reduce((one, next) -> next);
    if (life.isEmpty()) {
      return Optional.empty();
    }
    try (PostgresCatalog catalog = CapturedSource.connect(source)) {
      return of(CapturedSource.describe(project, source, life.get(), catalog), lake);
    }
  }

  /** The gap between the source and its lake, if there is one; looks only. */
  static Optional<Gap> of(CapturedSource source, Lake lake) {
    try (PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
      return inSlot(source, lake, catalog, hasChanges(source, lake))
          .or(() -> inTopics(source, lake))
          .or(() -> inSnapshots(source, RepeatedSnapshots.of(source, lake)));
    }
  }

  /**
   * The gap that the slot's loss has left.
   *
   * @param isExpected whether the slot must be there, because something was read by it
   */
  static Optional<Gap> inSlot(
      CapturedSource source, Lake lake, PostgresCatalog catalog, boolean isExpected) {
    String name = source.connector().slot();
    Optional<ReplicationSlot> slot = catalog.slot(name);
    String reason;
    if (slot.isEmpty()) {
      reason = isExpected ? "its slot %s is gone".formatted(name) : "";
    } else if (slot.get().isLost()) {
      reason =
          "PostgreSQL has removed log that its slot %s needed (wal_status = lost)".formatted(name);
    } else {
      reason = isAnew(source, slot.get()) ? "its slot %s was made anew".formatted(name) : "";
    }
    return reason.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Gap(
                "source %s: %s".formatted(source.definition().name(), reason),
                "what was committed after %s, where its reader was, up to %s, where the log ends now"
                    .formatted(lastRead(source, lake), catalog.logEnd()),
                names(source.tables().stream().map(CapturedTable::source))));
  }

  /** Nobody confirms more than he has read: the slot begins where its reader has not been. */
  private static boolean isAnew(CapturedSource source, ReplicationSlot slot) {
    OptionalLong read = position(source);
    return !slot.active() && read.isPresent() && slot.confirmed() > read.getAsLong();
  }

  private static Optional<Gap> inTopics(CapturedSource source, Lake lake) {
    Map<String, Long> positions = Positions.known(lake);
    try (TopicOffsets offsets = TopicOffsets.of(source.definition().kafka())) {
      List<String> topics = offsets.existing(source.topics());
      Map<TopicPartition, Long> ends = offsets.end(topics);
      Map<TopicPartition, Long> earliest =
          new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
      earliest.putAll(offsets.earliest(topics));
      for (TopicPartition partition : earliest.keySet()) {
        long position = positions.getOrDefault(partition.toString(), 0L);
        if (position < earliest.get(partition) || position > ends.get(partition)) {
          return Optional.of(
              inTopic(source, partition, position, earliest.get(partition), ends.get(partition)));
        }
      }
      return source.topics().stream()
          .filter(topic -> !topics.contains(topic) && isRead(topic, positions))
          .findFirst()
          .map(
              topic ->
                  inTopic(source, new TopicPartition(topic, 0), positions.get(topic + "-0"), 0, 0));
    }
  }

  private static boolean isRead(String topic, Map<String, Long> positions) {
    return positions.getOrDefault(topic + "-0", 0L) > 0;
  }

  private static Gap inTopic(
      CapturedSource source, TopicPartition partition, long position, long earliest, long end) {
    return new Gap(
        "source %s: topic partition %s: the lake is at offset %d, the topic holds %d to %d"
            .formatted(source.definition().name(), partition, position, earliest, end),
        "the changes between them",
        names(
            source.tables().stream()
                .filter(table -> table.topic().equals(partition.topic()))
                .map(CapturedTable::source)));
  }

  /** The gap before a snapshot that the connector took after it had streamed. */
  static Optional<Gap> inSnapshots(CapturedSource source, RepeatedSnapshots repeated) {
    Map<SourceTable, Long> torn = repeated.torn();
    return torn.values().stream()
        .max(Comparator.naturalOrder())
        .map(
            place ->
                new Gap(
                    "source %s: connector %s took its snapshot again after it had streamed, since Kafka Connect was ended before it had stored how far it was"
                        .formatted(source.definition().name(), source.connector().name()),
                    "changes that were committed between, up to %s, where that snapshot was taken"
                        .formatted(LogSequenceNumber.valueOf(place).asString()),
                    names(torn.keySet().stream())));
  }

  /** What was found and what is lost, in one sentence. */
  public String loss() {
    return "%s; lost to this lake: %s, of %s".formatted(reason, lost, String.join(", ", tables));
  }

  /** The same, and what to do. */
  public String report() {
    return loss() + "; mend it: lakebeam heal";
  }

  private static List<String> names(Stream<SourceTable> tables) {
    return tables.map(SourceTable::qualifiedName).sorted().toList();
  }

  /**
   * Whether the lake has changes that came by the slot: of a capture that is not whole yet, changes
   * of its own life.
   */
  private static boolean hasChanges(CapturedSource source, Lake lake) {
    return source.life().isWhole()
        ? source.tables().stream()
            .map(table -> table.history().name())
            .anyMatch(table -> lake.exists(table) && lake.snapshot(table) > 0)
        : lastLsn(source, lake) > 0;
  }

  /** As Connect remembers it; where it does not, the newest change that the lake has. */
  private static String lastRead(CapturedSource source, Lake lake) {
    OptionalLong read = position(source);
    return LogSequenceNumber.valueOf(read.orElseGet(() -> lastLsn(source, lake))).asString();
  }

  private static OptionalLong position(CapturedSource source) {
    return ConnectCluster.at(source.definition().connect()).position(source.connector().name());
  }

  private static long lastLsn(CapturedSource source, Lake lake) {
    long[] last = new long[1];
    for (TableName table : source.tables().stream().map(t -> t.history().name()).toList()) {
      if (!lake.exists(table)) {
        continue;
      }
      lake.read(
              table,
              List.of(ChangeColumns.LSN),
              RowFilter.equal(ChangeColumns.EPOCH, source.life().number()))
          .forEach(row -> last[0] = Math.max(last[0], row.getLong(0)));
    }
    return last[0];
  }
}
