package io.lakebeam.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaSourceDescriptor;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topic partitions from given offsets on, without end unless one is given. Only committed
 * records; no consumer group has a say in where a run starts, and an offset that the topic no
 * longer has is an error.
 *
 * <pre>{@code
 * pipeline.apply("Read", KafkaTopics.from("localhost:9092", Map.of(partition, 0L)));
 * }</pre>
 */
public final class KafkaTopics
    extends PTransform<PBegin, PCollection<KafkaRecord<byte[], byte[]>>> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Object> CONSUMER =
      Map.of(
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "none",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          false);

  private final String bootstrapServers;
  private final HashMap<TopicPartition, Long> start;
  private final HashMap<TopicPartition, Long> end;

  private KafkaTopics(
      String bootstrapServers, Map<TopicPartition, Long> start, Map<TopicPartition, Long> end) {
    this.bootstrapServers = bootstrapServers;
    this.start = new HashMap<>(start);
    this.end = new HashMap<>(end);
  }

  /** Reads without end. */
  public static KafkaTopics from(String bootstrapServers, Map<TopicPartition, Long> start) {
    return between(bootstrapServers, start, Map.of());
  }

  /**
   * Reads up to the offsets {@code end}; a partition without one has no end. What is beyond an end
   * may be read as well. The splittable DoFn of the direct runner ends when it sees a record behind
   * the end, and goes on waiting where there is none.
   */
  public static KafkaTopics between(
      String bootstrapServers, Map<TopicPartition, Long> start, Map<TopicPartition, Long> end) {
    return new KafkaTopics(bootstrapServers, start, end);
  }

  /**
   * A name for what is read. A runner that restores a read takes the partitions from its own state
   * and would pass over new ones: a step of another name finds no state, and is refused.
   */
  public String stepName() {
    return "%08x"
        .formatted(
            new TreeSet<>(start.keySet().stream().map(TopicPartition::toString).toList())
                .hashCode());
  }

  @Override
  public PCollection<KafkaRecord<byte[], byte[]>> expand(PBegin begin) {
    // The direct runner reads ten records at a time from a source, which is slow. Flink spreads the
    // partitions of a source evenly over its subtasks, and those of a splittable DoFn by chance.
    return begin.getPipeline().getOptions().getRunner().getSimpleName().equals("DirectRunner")
        ? begin.apply("Partitions", partitions()).apply("Records", splittable())
        : begin.apply("Records", source());
  }

  private KafkaIO.Read<byte[], byte[]> source() {
    return KafkaIO.<byte[], byte[]>read()
        .withBootstrapServers(bootstrapServers)
        .withTopicPartitions(List.copyOf(start.keySet()))
        .withKeyDeserializer(ByteArrayDeserializer.class)
        .withValueDeserializer(ByteArrayDeserializer.class)
        .withReadCommitted()
        .withTimestampPolicyFactory(new UntilEnd(start, end))
        .withConsumerFactoryFn(Consumers.startingAt(start))
        .withConsumerConfigUpdates(CONSUMER);
  }

  private Create.Values<KafkaSourceDescriptor> partitions() {
    return Create.of(
            start.entrySet().stream()
                .map(
                    e ->
                        KafkaSourceDescriptor.of(
                            e.getKey(), e.getValue(), null, end.get(e.getKey()), null, null))
                .toList())
        .withType(TypeDescriptor.of(KafkaSourceDescriptor.class));
  }

  private KafkaIO.ReadSourceDescriptors<byte[], byte[]> splittable() {
    return KafkaIO.<byte[], byte[]>readSourceDescriptors()
        .withBootstrapServers(bootstrapServers)
        .withKeyDeserializer(ByteArrayDeserializer.class)
        .withValueDeserializer(ByteArrayDeserializer.class)
        .withReadCommitted()
        .withConsumerFactoryFn(Consumers.startingAt(Map.of()))
        .withConsumerConfigUpdates(CONSUMER);
  }
}
