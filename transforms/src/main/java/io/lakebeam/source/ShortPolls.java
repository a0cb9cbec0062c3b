package io.lakebeam.source;

import java.time.Duration;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Consumers whose polls wait a tenth of a second at most. KafkaIO waits for seconds, and holds the
 * runner's thread for so long: with a few quiet partitions no thread is left for a busy one.
 */
final class ShortPolls
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;
  private static final Duration LONGEST = Duration.ofMillis(100);

  @Override
  public Consumer<byte[], byte[]> apply(Map<String, Object> config) {
    return new KafkaConsumer<>(config) {
      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return super.poll(timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST);
      }
    };
  }
}
