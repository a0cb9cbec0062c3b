package io.lakebeam.ingest;

import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.TopicOffsets;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Where a source's transactions are told of, and who is asked how far the source is in Kafka.
 *
 * @param source the source in the project
 * @param epoch the number of the life that it lives
 * @param topic the topic of its transactions
 * @param slot what its connector reads by
 * @param kafka the brokers
 * @param topics the topics of its changes
 * @param access how the source is asked
 */
record SourceTransactions(
    String source,
    int epoch,
    String topic,
    String slot,
    String kafka,
    List<String> topics,
    SourceAccess access)
    implements Serializable {
  SourceTransactions {
    topics = List.copyOf(topics);
  }

  /** How far it is in Kafka now; empty where the slot is not there. */
  Optional<Confirmed> confirmed(TopicOffsets offsets) {
    try (PostgresCatalog catalog = access.connect()) {
      return Confirmed.now(catalog, slot, offsets, topics);
    }
  }
}
