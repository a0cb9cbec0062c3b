package io.lakebeam.source;

import java.util.List;
import java.util.Map;
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

  private final String bootstrapServers;
  private final transient List<KafkaSourceDescriptor> partitions;

  private KafkaTopics(String bootstrapServers, List<KafkaSourceDescriptor> partitions) {
    this.bootstrapServers = bootstrapServers;
    this.partitions = partitions;
  }

  /** Reads without end. */
  public static KafkaTopics from(String bootstrapServers, Map<TopicPartition, Long> start) {
    return between(bootstrapServers, start, Map.of());
  }

  /**
   * Reads up to the offsets {@code end}, which are not read; a partition without one has no end.
   * KafkaIO knows that it is at the end when it sees a record behind it: where there is none, it
   * reads nothing more and goes on waiting.
   */
  public static KafkaTopics between(
      String bootstrapServers, Map<TopicPartition, Long> start, Map<TopicPartition, Long> end) {
    return new KafkaTopics(
        bootstrapServers,
        start.entrySet().stream()
            .map(
                e ->
                    KafkaSourceDescriptor.of(
                        e.getKey(), e.getValue(), null, end.get(e.getKey()), null, null))
            .toList());
  }

  @Override
  public PCollection<KafkaRecord<byte[], byte[]>> expand(PBegin begin) {
    return begin
        .apply(
            "Partitions",
            Create.of(partitions).withType(TypeDescriptor.of(KafkaSourceDescriptor.class)))
        .apply(
            "Records",
            KafkaIO.<byte[], byte[]>readSourceDescriptors()
                .withBootstrapServers(bootstrapServers)
                .withKeyDeserializer(ByteArrayDeserializer.class)
                .withValueDeserializer(ByteArrayDeserializer.class)
                .withReadCommitted()
                .withConsumerFactoryFn(new ShortPolls())
                .withConsumerConfigUpdates(
                    Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false)));
  }
}
