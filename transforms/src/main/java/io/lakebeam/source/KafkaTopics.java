package io.lakebeam.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topic partitions from given offsets on, without end unless one is given. Only committed
 * records; no consumer group has a say in where a run starts, and an offset that the topic no
 * longer has is an error.
 *
 * <p>Output: records in lists, those of a partition in order.
 *
 * <pre>{@code
 * pipeline.apply("Read", KafkaTopics.from("localhost:9092", Map.of(partition, 0L)));
 * }</pre>
 */
public final class KafkaTopics
    extends PTransform<PBegin, PCollection<List<KafkaRecord<byte[], byte[]>>>> {
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
   * may be read as well.
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
  public PCollection<List<KafkaRecord<byte[], byte[]>>> expand(PBegin begin) {
    KafkaIO.Read<byte[], byte[]> read =
        KafkaIO.<byte[], byte[]>read()
            .withBootstrapServers(bootstrapServers)
            .withTopicPartitions(List.copyOf(start.keySet()))
            .withKeyDeserializer(ByteArrayDeserializer.class)
            .withValueDeserializer(ByteArrayDeserializer.class)
            .withReadCommitted()
            .withTimestampPolicyFactory(new UntilEnd(start, end))
            .withConsumerFactoryFn(Consumers.startingAt(start))
            .withConsumerConfigUpdates(CONSUMER);
    return begin.apply("Records", Read.from(RecordBatches.of(SourceOf.read(read))));
  }

  /** The source that KafkaIO's read is made of, which it does not show. */
  private static final class SourceOf extends Pipeline.PipelineVisitor.Defaults {
    private UnboundedSource<KafkaRecord<byte[], byte[]>, ?> found;

    static UnboundedSource<KafkaRecord<byte[], byte[]>, ?> read(KafkaIO.Read<byte[], byte[]> read) {
      PipelineOptions options =
          PipelineOptionsFactory.fromArgs("--experiments=use_deprecated_read").create();
      // It is never run.
      options.setRunner(CrashingRunner.class);
      Pipeline unused = Pipeline.create(options);
      unused.apply(read);
      SourceOf visitor = new SourceOf();
      unused.traverseTopologically(visitor);
      return visitor.found;
    }

    @Override
    @SuppressWarnings("unchecked") // the read is of byte arrays
    public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
      if (node.getTransform() instanceof Read.Unbounded<?> source) {
        found = (UnboundedSource<KafkaRecord<byte[], byte[]>, ?>) source.getSource();
      }
      return CompositeBehavior.ENTER_TRANSFORM;
    }

    @Override
    public void visitPrimitiveTransform(TransformHierarchy.Node node) {
      enterCompositeTransform(node);
    }
  }
}
