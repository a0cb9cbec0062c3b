package io.lakebeam.bench.changes;

import io.lakebeam.source.TopicOffsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The topic that the connector would write the table's changes to, two partitions, events by key.
 */
public final class ChangeTopic implements AutoCloseable {
  static final String CONNECTOR = "bench.bank";
  private static final int PARTITIONS = 2;

  /** Hears of the events that the broker has. */
  public interface Written {
    /** An event made at {@code millis} is at this place; {@code partition} is topic-number. */
    void written(String partition, long offset, long millis);
  }

  private final String name;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private ChangeTopic(String name, KafkaProducer<byte[], byte[]> producer) {
    this.name = name;
    this.producer = producer;
  }

  /** Makes the topic at the broker. */
  public static ChangeTopic create(String kafka, String name) {
    try (TopicOffsets topics = TopicOffsets.of(kafka)) {
      topics.create(new NewTopic(name, PARTITIONS, (short) 1));
    }
    return new ChangeTopic(name, new KafkaProducer<>(config(kafka)));
  }

  private static Map<String, Object> config(String kafka) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        kafka,
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.LINGER_MS_CONFIG,
        5,
        ProducerConfig.BATCH_SIZE_CONFIG,
        256 << 10,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        64L << 20);
  }

  /** Writes all events there are, as fast as the broker takes them. */
  public void fill(ChangeEvents events) {
    while (events.next(System.currentTimeMillis())) {
      send(events);
    }
    flush();
  }

  /** Hands over the event that was made last. */
  private void send(ChangeEvents event) {
    send(event, (partition, offset, millis) -> {});
  }

  /** Hands over the event that was made last; {@code written} hears of it when it is there. */
  public void send(ChangeEvents event, Written written) {
    var unused =
        producer.send(
            new ProducerRecord<>(name, null, event.millis(), event.key(), event.value()),
            (at, error) -> {
              if (error == null) {
                written.written(at.topic() + "-" + at.partition(), at.offset(), at.timestamp());
              } else {
                failure.compareAndSet(null, error);
              }
            });
  }

  /** Waits until the broker has all. */
  public void flush() {
    producer.flush();
    Exception error = failure.get();
    if (error != null) {
      throw new IllegalStateException("topic %s could not be filled".formatted(name), error);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
