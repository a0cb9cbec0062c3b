package io.lakebeam.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Consumers for KafkaIO. Their polls wait a tenth of a second at most: KafkaIO waits for seconds,
 * and holds the runner's thread for so long, so that with a few quiet partitions no thread is left
 * for a busy one. Partitions that are assigned to them stand at given offsets until they are told
 * otherwise: KafkaIO's source asks for a position and knows no other way to give one.
 *
 * <p>Offsets that hold nothing to read (the end of a transaction, records of one that was aborted)
 * come as records without key and value, so that every offset up to a partition's end is seen.
 */
final class Consumers
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;
  private static final Duration LONGEST_POLL = Duration.ofMillis(100);
  private static final long UNKNOWN = -1;

  private final HashMap<TopicPartition, Long> start;

  private Consumers(Map<TopicPartition, Long> start) {
    this.start = new HashMap<>(start);
  }

  static Consumers startingAt(Map<TopicPartition, Long> start) {
    return new Consumers(start);
  }

  @Override
  public Consumer<byte[], byte[]> apply(Map<String, Object> config) {
    return new EveryOffset(config, start);
  }

  private static final class EveryOffset extends KafkaConsumer<byte[], byte[]> {
    private final Map<TopicPartition, Long> start;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    EveryOffset(Map<String, Object> config, Map<TopicPartition, Long> start) {
      super(config);
      this.start = start;
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
      super.assign(partitions);
      next.keySet().retainAll(partitions);
      for (TopicPartition partition : partitions) {
        Long offset = start.get(partition);
        if (offset != null) {
          seek(partition, offset);
        }
      }
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      next.put(partition, offset);
    }

    /** The one that KafkaIO calls. */
    @Override
    @SuppressWarnings("deprecation")
    public ConsumerRecords<byte[], byte[]> poll(long timeoutMillis) {
      return poll(Duration.ofMillis(timeoutMillis));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      ConsumerRecords<byte[], byte[]> found =
          super.poll(timeout.compareTo(LONGEST_POLL) < 0 ? timeout : LONGEST_POLL);
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> whole = new LinkedHashMap<>();
      for (TopicPartition partition : assignment()) {
        List<ConsumerRecord<byte[], byte[]>> its = found.records(partition);
        long from = next.getOrDefault(partition, its.isEmpty() ? UNKNOWN : its.get(0).offset());
        long end = end(partition, its, from);
        List<ConsumerRecord<byte[], byte[]>> all =
            from == UNKNOWN ? its : whole(partition, from, end, its);
        if (!all.isEmpty()) {
          whole.put(partition, all);
        }
        next.put(partition, end);
      }
      return new ConsumerRecords<>(whole);
    }

    /** Where the partition has been read to. */
    private long end(
        TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long from) {
      try {
        return position(partition, Duration.ZERO);
      } catch (TimeoutException e) {
        // A broker that is away has to confirm it first; what is missing comes with a later poll.
        return records.isEmpty() ? from : records.get(records.size() - 1).offset() + 1;
      }
    }

    /**
     * The records and, for each offset of {@code from} to {@code end} that none has, an empty one.
     */
    private static List<ConsumerRecord<byte[], byte[]>> whole(
        TopicPartition partition,
        long from,
        long end,
        List<ConsumerRecord<byte[], byte[]>> records) {
      if (records.size() >= end - from) {
        return records;
      }
      List<ConsumerRecord<byte[], byte[]>> whole = new ArrayList<>();
      Iterator<ConsumerRecord<byte[], byte[]>> rest = records.iterator();
      ConsumerRecord<byte[], byte[]> record = rest.hasNext() ? rest.next() : null;
      for (long at = from; at < end; at++) {
        if (record != null && record.offset() == at) {
          whole.add(record);
          record = rest.hasNext() ? rest.next() : null;
        } else {
          whole.add(new ConsumerRecord<>(partition.topic(), partition.partition(), at, null, null));
        }
      }
      return whole;
    }
  }
}
