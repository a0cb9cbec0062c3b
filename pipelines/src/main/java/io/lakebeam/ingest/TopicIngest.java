package io.lakebeam.ingest;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.Positions;
import io.lakebeam.source.KafkaTopics;
import io.lakebeam.source.SourceTable;
import io.lakebeam.source.TopicOffsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Duration;

/**
 * One topic of change events to bronze and silver, without the database and the connector that
 * wrote it: what {@link Ingest} runs, for a topic that is there already.
 *
 * <pre>{@code
 * TopicIngest ingest = TopicIngest.of(lake, "localhost:9092", "shop.public.customer", source, table);
 * ingest.withCommitInterval(Duration.standardSeconds(10)).toEnd().build(pipeline);
 * pipeline.run();
 * }</pre>
 *
 * <p>It starts where the lake's positions are. The lake's tables are made by {@link #build}; the
 * source's life is always its first.
 */
public final class TopicIngest {
  private static final int FIRST_EPOCH = 1;

  private final Lake lake;
  private final String kafka;
  private final CapturedTable table;
  private final Duration commitInterval;
  private final boolean toEnd;

  private TopicIngest(
      Lake lake, String kafka, CapturedTable table, Duration commitInterval, boolean toEnd) {
    this.lake = lake;
    this.kafka = kafka;
    this.table = table;
    this.commitInterval = commitInterval;
    this.toEnd = toEnd;
  }

  /**
   * The changes of {@code source} in {@code topic}, without end, committed every 2 s.
   *
   * @throws io.lakebeam.source.SourceException if {@code table} does not fit {@code source}
   */
  public static TopicIngest of(
      Lake lake, String kafka, String topic, SourceTable source, TableDefinition table) {
    return new TopicIngest(
        lake, kafka, CapturedTable.of(topic, source, table), Duration.standardSeconds(2), false);
  }

  /** The same committed at this interval. */
  public TopicIngest withCommitInterval(Duration interval) {
    return new TopicIngest(lake, kafka, table, interval, toEnd);
  }

  /** The same into silver's current table only: no bronze, no history. */
  public TopicIngest currentAlone() {
    return new TopicIngest(lake, kafka, table.currentAlone(), commitInterval, toEnd);
  }

  /**
   * The same up to where the topic ends when the pipeline is built. The pipeline does not end
   * there; {@link #reached} says when all is in.
   */
  public TopicIngest toEnd() {
    return new TopicIngest(lake, kafka, table, commitInterval, true);
  }

  /** Makes the tables that are not there and adds the steps to {@code pipeline}. */
  public void build(Pipeline pipeline) {
    table.lakeTables().forEach(lake::create);
    lake.create(DeadLetters.TABLE);
    Map<String, Long> positions = Positions.in(lake).read();
    Map<TopicPartition, Long> ends = ends();
    Map<TopicPartition, Long> start = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    Map<String, Long> startByName = new TreeMap<>();
    for (TopicPartition partition : ends.keySet()) {
      long position = positions.getOrDefault(partition.toString(), 0L);
      start.put(partition, position);
      startByName.put(partition.toString(), position);
    }
    IngestPipeline.build(
        pipeline,
        table.topic(),
        KafkaTopics.between(kafka, start, toEnd ? ends : Map.of()),
        new ChangesToRows(FIRST_EPOCH, List.of(table)),
        LakeIO.upsert(lake).withCommitInterval(commitInterval).startingAt(startByName));
  }

  /** Whether the lake has all before these offsets. */
  public boolean reached(Map<TopicPartition, Long> offsets) {
    Map<String, Long> positions = Positions.in(lake).read();
    return offsets.entrySet().stream()
        .allMatch(e -> positions.getOrDefault(e.getKey().toString(), 0L) >= e.getValue());
  }

  /** Where the topic's partitions end now. */
  public Map<TopicPartition, Long> ends() {
    try (TopicOffsets offsets = TopicOffsets.of(kafka)) {
      return offsets.end(List.of(table.topic()));
    }
  }
}
