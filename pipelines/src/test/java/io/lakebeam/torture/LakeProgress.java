package io.lakebeam.torture;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.postgresql.replication.LogSequenceNumber;

/** How far a lake has followed its source. */
final class LakeProgress {
  private static final TableName TRUNCATIONS = TableName.of("lakebeam", "truncations");

  private final TortureServers servers;
  private final TortureSource source;
  private final String connector;
  private final String topics;
  private final Lake lake;
  private final Positions positions;

  /**
   * Of a lake that need not be there yet.
   *
   * @param connector the connector's name
   */
  LakeProgress(TortureServers servers, TortureSource source, String connector, Path warehouse) {
    this.servers = servers;
    this.source = source;
    this.connector = connector;
    this.topics = connector + "." + source.schema() + ".";
    this.lake = Lake.at(warehouse.toString());
    this.positions = Positions.in(lake);
  }

  boolean hasSlot() throws Exception {
    return !source.single("SELECT count(*) FROM pg_replication_slots WHERE " + slot()).equals("0");
  }

  /** Whether anything is in the lake. */
  boolean hasBegun() {
    return !positions.read().isEmpty();
  }

  /** Whether all that was committed before a position of the log is in the topics. */
  boolean isRead(long mark) throws Exception {
    String confirmed =
        source.single(
            "SELECT coalesce(max(confirmed_flush_lsn), '0/0')::text FROM pg_replication_slots WHERE "
                + slot());
    return LogSequenceNumber.valueOf(confirmed).asLong() >= mark
        && servers.isPastSnapshot(connector);
  }

  /** Where the topics end now, for who reads what was committed. */
  Map<String, Long> ends() throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                servers.bootstrapServers(),
                "default.api.timeout.ms",
                "10000",
                "request.timeout.ms",
                "5000"))) {
      List<String> names =
          admin.listTopics().names().get().stream().filter(n -> n.startsWith(topics)).toList();
      Map<TopicPartition, OffsetSpec> latest =
          admin.describeTopics(names).allTopicNames().get().values().stream()
              .flatMap(LakeProgress::partitions)
              .collect(Collectors.toMap(partition -> partition, p -> OffsetSpec.latest()));
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          admin
              .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
              .all()
              .get();
      return ends.entrySet().stream()
          .collect(
              Collectors.toMap(end -> end.getKey().toString(), end -> end.getValue().offset()));
    }
  }

  private static Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream().map(p -> new TopicPartition(topic.name(), p.partition()));
  }

  /** Whether all that the topics held before these ends is in the lake. */
  boolean has(Map<String, Long> ends) {
    Map<String, Long> now = positions.read();
    return ends.entrySet().stream()
        .allMatch(end -> now.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** Whether the running ingest has ended the rows of every TRUNCATE. */
  boolean hasSettled() {
    boolean[] all = {true};
    if (lake.exists(TRUNCATIONS)) {
      lake.read(TRUNCATIONS, List.of("settled")).forEach(row -> all[0] &= row.getInt(0) > 0);
    }
    return all[0];
  }

  private String slot() {
    return "slot_name LIKE 'lakebeam_%s%%' AND confirmed_flush_lsn IS NOT NULL"
        .formatted(source.schema());
  }
}
