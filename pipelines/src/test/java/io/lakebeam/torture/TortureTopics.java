package io.lakebeam.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What comes into the connector's topics by others than the connector. */
final class TortureTopics {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SLICE = 600;
  private static final int LARGE = 20_000_000;
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  private final String kafka;
  private final List<String> names;

  /**
   * Topics of one partition each.
   *
   * @param kafka the broker
   */
  TortureTopics(String kafka, Collection<String> names) {
    this.kafka = kafka;
    this.names = List.copyOf(names);
  }

  /**
   * Delivers a part of each topic again, in another order.
   *
   * @param besides positions of what is not delivered again
   */
  void deliverAgain(Map<String, Long> ends, Set<String> besides, Random random)
      throws ExecutionException, InterruptedException {
    for (String name : names) {
      long end = ends.get(name + "-0");
      long from = random.nextLong(Math.max(1, end - SLICE / 2));
      List<ProducerRecord<byte[], byte[]>> slice = new ArrayList<>();
      read(name, from, Math.min(end, from + SLICE)).stream()
          .filter(record -> !besides.contains(position(name, record.offset())))
          .forEach(
              record ->
                  slice.add(
                      new ProducerRecord<>(
                          name, 0, record.timestamp(), record.key(), record.value())));
      Collections.shuffle(slice, random);
      send(slice);
    }
  }

  /** How many records of a topic there are for who reads what was committed. */
  int committed(String name) {
    return read(name).size();
  }

  /** Events that are in their topic more than once, by key, place in the log and operation. */
  Set<String> repeated() throws IOException {
    Set<String> seen = new HashSet<>();
    Set<String> repeated = new TreeSet<>();
    for (String name : names) {
      for (ConsumerRecord<byte[], byte[]> event : read(name)) {
        // What was sent as poison has none.
        if (event.key() != null) {
          JsonNode value = JSON.readTree(event.value());
          String identity =
              "%s %s %s %s"
                  .formatted(
                      name,
                      new String(event.key(), UTF_8),
                      value.at("/source/lsn"),
                      value.path("op").asText());
          if (!seen.add(identity)) {
            repeated.add(identity);
          }
        }
      }
    }
    return repeated;
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String name) {
    TopicPartition partition = new TopicPartition(name, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return read(name, 0, consumer.endOffsets(List.of(partition)).get(partition));
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            kafka,
            "auto.offset.reset",
            "none",
            "isolation.level",
            "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String name, long from, long to) {
    TopicPartition partition = new TopicPartition(name, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, from);
      while (consumer.position(partition) < to) {
        consumer.poll(A_WHILE).forEach(records::add);
      }
    }
    records.removeIf(record -> record.offset() >= to);
    return records;
  }

  /**
   * Sends to each topic what no connector would: bytes that are no text, half an event, half a
   * character; and, if wanted, to one a very large record: a broker as small as the test's takes no
   * more than two.
   *
   * @return their values, as the lake's reader writes them, by topic partition and offset
   */
  Map<String, String> poison(Random random, boolean withLarge)
      throws ExecutionException, InterruptedException {
    Map<String, String> sent = new HashMap<>();
    List<byte[]> poison =
        List.of(
            "\u00ff\u00fe\u0000".getBytes(ISO_8859_1),
            "{\"op\": \"c\", \"after\": {\"id\": 1".getBytes(UTF_8),
            "{\"op\": \"\\ud800\"}".getBytes(UTF_8));
    if (withLarge) {
      byte[] large = "x".repeat(LARGE).getBytes(UTF_8);
      String another = names.get(random.nextInt(names.size()));
      RecordMetadata answer = send(List.of(new ProducerRecord<>(another, 0, null, large))).get(0);
      sent.put(position(another, answer.offset()), text(large));
    }
    for (String name : names) {
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      poison.forEach(value -> records.add(new ProducerRecord<>(name, 0, null, value)));
      List<RecordMetadata> answers = send(records);
      for (int i = 0; i < answers.size(); i++) {
        sent.put(position(name, answers.get(i).offset()), text(poison.get(i)));
      }
    }
    return sent;
  }

  private static String position(String name, long offset) {
    return name + "-0@" + offset;
  }

  /** Python has a low surrogate for each byte that is no text. */
  private static String text(byte[] value) {
    StringBuilder text = new StringBuilder(value.length);
    for (byte one : value) {
      text.append((char) (one < 0 ? 0xDC00 + (one & 0xFF) : one));
    }
    return text.toString();
  }

  private List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka, "max.request.size", LARGE + (1 << 20)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> answers = new ArrayList<>();
      records.forEach(record -> answers.add(producer.send(record)));
      List<RecordMetadata> done = new ArrayList<>();
      for (Future<RecordMetadata> answer : answers) {
        done.add(answer.get());
      }
      return done;
    }
  }
}
