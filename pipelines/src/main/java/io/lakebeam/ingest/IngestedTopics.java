package io.lakebeam.ingest;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import io.lakebeam.source.TopicOffsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Waits until every table of the lake has all that some topics hold when it is asked.
 *
 * @param lake the lake
 * @param kafka the broker
 * @param topics the topics
 * @param patience how long it waits at most
 */
record IngestedTopics(Lake lake, String kafka, List<String> topics, Duration patience)
    implements Runnable {
  private static final Duration POLL = Duration.ofMillis(250);

  /**
   * Waits.
   *
   * @throws IngestException if it waited in vain
   */
  @Override
  public void run() {
    Map<String, Long> missing =
        Failsafe.with(
                RetryPolicy.<Map<String, Long>>builder()
                    .handleResultIf(left -> !left.isEmpty())
                    .withDelay(POLL)
                    .withMaxAttempts(-1)
                    .withMaxDuration(patience)
                    .abortIf((left, failure) -> failure != null)
                    .build())
            .get(new Ends()::left);
    if (!missing.isEmpty()) {
      throw new IngestException(
          ("the lake has not taken in %s after %d s, so what is on its way cannot be told from what"
                  + " is there; let an ingest catch up (lakebeam ingest --once), then run it"
                  + " again")
              .formatted(missing, patience.toSeconds()));
    }
  }

  private final class Ends {
    private final Map<String, Long> ends = new TreeMap<>();

    private Ends() {
      try (TopicOffsets offsets = TopicOffsets.of(kafka)) {
        offsets.create(topics);
        offsets.end(topics).forEach((partition, end) -> ends.put(partition.toString(), end));
      }
    }

    /** The ends that the lake has not reached. */
    private Map<String, Long> left() {
      Map<String, Long> now = Positions.in(lake).read();
      Map<String, Long> left = new TreeMap<>(ends);
      left.entrySet().removeIf(end -> now.getOrDefault(end.getKey(), 0L) >= end.getValue());
      return left;
    }
  }
}
