package io.lakebeam.ingest;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.Zones;
import io.lakebeam.runner.Runner;
import io.lakebeam.source.KafkaTopics;
import io.lakebeam.source.SourceTable;
import io.lakebeam.source.TopicOffsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.kafka.common.TopicPartition;

/**
 * One topic of change events to bronze and silver, without the database and the connector that
 * wrote it: what {@link Ingest} runs, for a topic that is there already.
 *
 * <pre>{@code
 * TopicIngest ingest = TopicIngest.of(lake, "localhost:9092", "shop.public.customer", source, table);
 * ingest.toEnd().pipeline(RunnerName.FLINK, Duration.ofSeconds(10)).run();
 * }</pre>
 *
 * <p>It starts where the lake's positions are. The lake's tables are made by {@link #pipeline}; the
 * source's life is always its first.
 */
public final class TopicIngest {
  private static final int FIRST_EPOCH = 1;

  private final Lake lake;
  private final Positions positions;
  private final String kafka;
  private final CapturedTable table;
  private final boolean toEnd;

  private TopicIngest(
      Lake lake, Positions positions, String kafka, CapturedTable table, boolean toEnd) {
    this.lake = lake;
    this.positions = positions;
    this.kafka = kafka;
    this.table = table;
    this.toEnd = toEnd;
  }

  /**
   * The changes of {@code source} in {@code topic}, without end.
   *
   * @throws io.lakebeam.source.SourceException if {@code table} does not fit {@code source}
   */
  public static TopicIngest of(
      Lake lake, String kafka, String topic, SourceTable source, TableDefinition table) {
    return new TopicIngest(
        lake, Positions.in(lake), kafka, CapturedTable.of(topic, source, table), false);
  }

  /** The same into silver's current table only: no bronze, no history. */
  public TopicIngest currentAlone() {
    return new TopicIngest(lake, positions, kafka, table.currentAlone(), toEnd);
  }

  /** The same up to where the topic ends when the pipeline is made; then the pipeline ends. */
  public TopicIngest toEnd() {
    return new TopicIngest(lake, positions, kafka, table, true);
  }

  /** Makes the tables that are not there, and the pipeline. */
  public Pipeline pipeline(Runner runner, Duration commitInterval) {
    table.lakeTables().forEach(lake::createOrEvolve);
    lake.createOrEvolve(DeadLetters.table(Zones.DEAD_LETTERS));
    Map<String, Long> read = positions.read();
    Map<TopicPartition, Long> ends = ends();
    Map<TopicPartition, Long> start = new HashMap<>();
    Map<String, Long> startByName = new HashMap<>();
    for (TopicPartition partition : ends.keySet()) {
      long position = read.getOrDefault(partition.toString(), 0L);
      start.put(partition, position);
      startByName.put(partition.toString(), position);
    }
    Pipeline pipeline = Pipeline.create(runner.streaming(table.topic(), commitInterval));
    IngestPipeline.build(
        pipeline,
        table.topic(),
        KafkaTopics.between(kafka, start, toEnd ? ends : Map.of()),
        new ChangesToRows(lake, FIRST_EPOCH, List.of(table)),
        runner.committing(LakeIO.write(lake), commitInterval).startingAt(startByName));
    return pipeline;
  }

  /** Whether the lake has all before these offsets. */
  public boolean reached(Map<TopicPartition, Long> offsets) {
    Map<String, Long> read = positions.read();
    return offsets.entrySet().stream()
        .allMatch(e -> read.getOrDefault(e.getKey().toString(), 0L) >= e.getValue());
  }

  /** Where the topic's partitions end now. */
  public Map<TopicPartition, Long> ends() {
    try (TopicOffsets offsets = TopicOffsets.of(kafka)) {
      return offsets.end(List.of(table.topic()));
    }
  }
}
