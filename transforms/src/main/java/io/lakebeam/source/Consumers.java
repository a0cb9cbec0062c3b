package io.lakebeam.source;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Consumers for KafkaIO. Their polls wait a tenth of a second at most: KafkaIO waits for seconds,
 * and holds the runner's thread for so long, so that with a few quiet partitions no thread is left
 * for a busy one. Partitions that are assigned to them stand at given offsets until they are told
 * otherwise: KafkaIO's source asks for a position and knows no other way to give one.
 */
final class Consumers
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;
  private static final Duration LONGEST_POLL = Duration.ofMillis(100);

  private final HashMap<TopicPartition, Long> start;

  private Consumers(Map<TopicPartition, Long> start) {
    this.start = new HashMap<>(start);
  }

  static Consumers startingAt(Map<TopicPartition, Long> start) {
    return new Consumers(start);
  }

  @Override
  public Consumer<byte[], byte[]> apply(Map<String, Object> config) {
    return new KafkaConsumer<>(config) {
      @Override
      public void assign(Collection<TopicPartition> partitions) {
        super.assign(partitions);
        for (TopicPartition partition : partitions) {
          Long offset = start.get(partition);
          if (offset != null) {
            seek(partition, offset);
          }
        }
      }

      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return super.poll(timeout.compareTo(LONGEST_POLL) < 0 ? timeout : LONGEST_POLL);
      }
    };
  }
}
