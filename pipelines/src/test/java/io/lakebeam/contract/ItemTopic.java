package io.lakebeam.contract;

import io.lakebeam.source.TopicOffsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of two partitions that a connector would write the events to, tombstones included. */
final class ItemTopic implements AutoCloseable {
  private static final int PARTITIONS = 2;

  /** The source's clock is off, and the broker must neither refuse nor drop what it stamped. */
  private static final Map<String, String> ANY_TIME =
      Map.of("retention.ms", "-1", "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));

  private final String kafka;
  private final String name;
  private final KafkaProducer<byte[], byte[]> producer;
  private List<ItemEvent> events = List.of();
  private int sent;

  private ItemTopic(String kafka, String name) {
    this.kafka = kafka;
    this.name = name;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka, "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Makes the topic, empty. */
  static ItemTopic create(String kafka, String name) {
    try (TopicOffsets topics = TopicOffsets.of(kafka)) {
      topics.create(new NewTopic(name, PARTITIONS, (short) 1).configs(ANY_TIME));
    }
    return new ItemTopic(kafka, name);
  }

  /** What can be sent to it from now on: what could be before, and more. */
  void extendTo(List<ItemEvent> more) {
    events = more;
  }

  String name() {
    return name;
  }

  /** Sends the next events; fewer where fewer are left. */
  void send(int count) throws ExecutionException, InterruptedException {
    int end = Math.min(sent + count, events.size());
    send(events.subList(sent, end));
    sent = end;
  }

  /** Sends all that is left. */
  void sendRest() throws ExecutionException, InterruptedException {
    send(events.size());
  }

  boolean allSent() {
    return sent == events.size();
  }

  /** Sends the first events again, in another order, under new offsets. */
  void sendAgain(int count, long seed) throws ExecutionException, InterruptedException {
    List<ItemEvent> again = new ArrayList<>(events.subList(0, count));
    Collections.shuffle(again, new Random(seed));
    send(again);
  }

  private void send(List<ItemEvent> slice) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    for (ItemEvent event : slice) {
      answers.add(producer.send(record(event, event.value())));
      if (event.isDelete()) {
        answers.add(producer.send(record(event, null)));
      }
    }
    for (Future<RecordMetadata> answer : answers) {
      answer.get();
    }
  }

  private ProducerRecord<byte[], byte[]> record(ItemEvent event, byte[] value) {
    return new ProducerRecord<>(name, null, event.millis(), event.key(), value);
  }

  /** Where the partitions end, as the lake names them. */
  Map<String, Long> ends() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      Map<String, Long> ends = new HashMap<>();
      admin
          .listOffsets(partitions(name))
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
      return ends;
    }
  }

  private static Map<TopicPartition, OffsetSpec> partitions(String name) {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.put(new TopicPartition(name, i), OffsetSpec.latest());
    }
    return partitions;
  }

  @Override
  public void close() {
    producer.close();
  }
}
