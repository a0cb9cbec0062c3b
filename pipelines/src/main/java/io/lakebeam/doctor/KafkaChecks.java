package io.lakebeam.doctor;

import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.source.TopicOffsets;
import io.lakebeam.source.TopicOffsets.Retention;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Kafka, and whether it keeps the source's topics for long enough. */
final class KafkaChecks {
  /** An ingest may be away for so long without a warning that it may not. */
  private static final Duration LEAST = Duration.ofDays(1);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SourceDefinition source;
  private final Examination examination;

  KafkaChecks(SourceDefinition source, Examination examination) {
    this.source = source;
    this.examination = examination;
  }

  /**
   * Makes the checks.
   *
   * @param topics the source's
   * @param positions where the lake is, by partition
   */
  void run(Collection<String> topics, Map<String, Long> positions) {
    try (TopicOffsets offsets = TopicOffsets.of(source.kafka(), PATIENCE)) {
      List<String> existing = offsets.existing(topics);
      examination.ok(
          "kafka", "%d of %d topics are there".formatted(existing.size(), topics.size()));
      Map<TopicPartition, Long> ends = offsets.end(existing);
      Map<String, Retention> retentions = offsets.retention(existing);
      for (String topic : existing) {
        long behind =
            ends.entrySet().stream()
                .filter(end -> end.getKey().topic().equals(topic))
                .mapToLong(
                    end -> end.getValue() - positions.getOrDefault(end.getKey().toString(), 0L))
                .sum();
        topic(topic, behind, retentions.get(topic));
      }
    }
  }

  private void topic(String topic, long behind, Retention retention) {
    String check = "topic " + topic;
    String alter =
        "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config "
            .formatted(source.kafka(), topic);
    if (retention.isCompacted()) {
      examination.bad(
          check,
          "is compacted: changes are lost before they are read",
          alter + "cleanup.policy=delete");
      return;
    }
    String found =
        "%d records not in the lake; kept %s"
            .formatted(
                behind,
                retention
                    .time()
                    .map(time -> "for %d h".formatted(time.toHours()))
                    .orElse("for ever"));
    if (retention.time().filter(time -> time.compareTo(LEAST) < 0).isPresent()) {
      examination.warn(
          check,
          found + ": an ingest that is away for longer loses changes",
          alter + "retention.ms=604800000");
    } else {
      examination.ok(check, found);
    }
  }
}
