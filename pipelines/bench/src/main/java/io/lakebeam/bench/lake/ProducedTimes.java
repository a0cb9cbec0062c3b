package io.lakebeam.bench.lake;

import io.lakebeam.bench.changes.ChangeTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When each record of a topic was made, and, from the positions that become visible, how long it
 * took to be seen. Milliseconds since 1970 and milliseconds.
 */
final class ProducedTimes implements ChangeTopic.Written {
  private final Map<String, List<Long>> made = new TreeMap<>();
  private final Map<String, Integer> seen = new TreeMap<>();
  private final List<Long> waits = new ArrayList<>();

  /** A record is in the topic; offsets of a partition come in order and without gaps. */
  @Override
  public synchronized void written(String partition, long offset, long millis) {
    List<Long> times = made.computeIfAbsent(partition, p -> new ArrayList<>());
    if (times.size() != offset) {
      throw new IllegalStateException(
          "%s: offset %d came after %d records".formatted(partition, offset, times.size()));
    }
    times.add(millis);
  }

  /**
   * Everything before these positions is visible at {@code now}.
   *
   * @param from waits of records that were made before are not kept
   * @return how many records became visible
   */
  synchronized long seen(Map<String, Long> positions, long now, long from) {
    long found = 0;
    for (Map.Entry<String, List<Long>> partition : made.entrySet()) {
      List<Long> times = partition.getValue();
      int next = seen.getOrDefault(partition.getKey(), 0);
      long end = Math.min(positions.getOrDefault(partition.getKey(), 0L), times.size());
      for (; next < end; next++, found++) {
        if (times.get(next) >= from) {
          waits.add(now - times.get(next));
        }
      }
      seen.put(partition.getKey(), next);
    }
    return found;
  }

  /** How many waits were kept. */
  synchronized int count() {
    return waits.size();
  }

  /** Whether so many records have been seen. */
  synchronized boolean hasSeen(long records) {
    return seen.values().stream().mapToLong(Integer::longValue).sum() >= records;
  }

  /** The wait that this share of the records did not exceed, in milliseconds. */
  synchronized double percentile(double share) {
    if (waits.isEmpty()) {
      throw new IllegalStateException("no record was seen");
    }
    long[] sorted = waits.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
