package io.lakebeam.ingest;

import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.TopicOffsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a source's log is in Kafka for certain. A connector confirms to its slot no more than
 * what the brokers have acknowledged, of all topics; so what it has confirmed stands before the
 * topics' ends, if those are asked for after it. Nothing in a topic tells that of another: the
 * connector's records reach their topics in no order among each other.
 *
 * @param lsn all transactions that were committed up to it are in Kafka
 * @param ends before these offsets, by partition; none of a partition that holds nothing
 */
record Confirmed(long lsn, Map<String, Long> ends) {
  Confirmed {
    ends = Map.copyOf(ends);
  }

  /**
   * As it is now; empty where the slot is not there.
   *
   * @throws io.lakebeam.source.SourceException if the source or Kafka do not answer
   */
  static Optional<Confirmed> now(
      PostgresCatalog catalog, String slot, TopicOffsets offsets, List<String> topics) {
    // In this order.
    return catalog.slot(slot).map(found -> new Confirmed(found.confirmed(), ends(offsets, topics)));
  }

  /** Without those of partitions that hold nothing, as nobody comes to their ends by reading. */
  private static Map<String, Long> ends(TopicOffsets offsets, List<String> topics) {
    Map<TopicPartition, Long> ends = offsets.end(topics);
    Map<TopicPartition, Long> earliest = offsets.earliest(topics);
    return ends.entrySet().stream()
        .filter(end -> end.getValue() > earliest.getOrDefault(end.getKey(), 0L))
        .collect(Collectors.toMap(end -> end.getKey().toString(), Map.Entry::getValue));
  }

  /** What {@link #text} made. */
  static Confirmed of(long lsn, String text) {
    Map<String, Long> ends = new TreeMap<>();
    for (String end : text.split(" ", -1)) {
      int sign = end.lastIndexOf('=');
      if (sign > 0) {
        ends.put(end.substring(0, sign), Long.valueOf(end.substring(sign + 1)));
      }
    }
    return new Confirmed(lsn, ends);
  }

  /** The ends as text; a topic's name has no blank. */
  String text() {
    return new TreeMap<>(ends)
        .entrySet().stream()
            .map(end -> end.getKey() + "=" + end.getValue())
            .collect(Collectors.joining(" "));
  }

  /** Whether the lake has all that is before the ends. */
  boolean isIn(Map<String, Long> positions) {
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
