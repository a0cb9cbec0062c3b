package io.lakebeam.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/**
 * Stamps records with the time at which they are read, and ends a partition's time when it is read
 * up to its end: a source without an end of its own ends with its time.
 */
final class UntilEnd implements TimestampPolicyFactory<byte[], byte[]> {
  private static final long serialVersionUID = 1L;

  private final HashMap<TopicPartition, Long> start;
  private final HashMap<TopicPartition, Long> end;

  UntilEnd(Map<TopicPartition, Long> start, Map<TopicPartition, Long> end) {
    this.start = new HashMap<>(start);
    this.end = new HashMap<>(end);
  }

  @Override
  public TimestampPolicy<byte[], byte[]> createTimestampPolicy(
      TopicPartition partition, Optional<Instant> previousWatermark) {
    return new Policy(
        start.getOrDefault(partition, 0L), end.getOrDefault(partition, Long.MAX_VALUE));
  }

  private static final class Policy extends TimestampPolicy<byte[], byte[]> {
    private final long end;
    private long next;

    private Policy(long start, long end) {
      this.next = start;
      this.end = end;
    }

    @Override
    public Instant getTimestampForRecord(
        PartitionContext context, KafkaRecord<byte[], byte[]> record) {
      next = record.getOffset() + 1;
      return Instant.now();
    }

    @Override
    public Instant getWatermark(PartitionContext context) {
      return next < end ? Instant.now() : BoundedWindow.TIMESTAMP_MAX_VALUE;
    }
  }
}
