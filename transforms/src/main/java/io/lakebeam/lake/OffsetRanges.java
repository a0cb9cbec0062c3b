package io.lakebeam.lake;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of offsets as disjoint ranges [from, to); neighbours are joined. */
final class OffsetRanges implements Serializable {
  private static final long serialVersionUID = 1L;
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /** The run that is being added to, offset after offset; not among the ranges yet. */
  private long runFrom;

  private long runTo;

  /** Adds [from, to); what is in already stays in. */
  void add(long from, long to) {
    if (from != runTo) {
      endRun();
      runFrom = from;
    }
    runTo = to;
  }

  private void endRun() {
    if (runTo > runFrom) {
      join(runFrom, runTo);
    }
    runFrom = runTo;
  }

  private void join(long from, long to) {
    long start = from;
    long end = to;
    Map.Entry<Long, Long> before = ranges.floorEntry(start);
    if (before != null && before.getValue() >= start) {
      start = before.getKey();
      end = Math.max(end, before.getValue());
    }
    for (Map.Entry<Long, Long> next = ranges.ceilingEntry(start);
        next != null && next.getKey() <= end;
        next = ranges.ceilingEntry(start)) {
      end = Math.max(end, next.getValue());
      ranges.remove(next.getKey());
    }
    ranges.put(start, end);
  }

  void addPairs(List<Long> pairs) {
    for (int i = 0; i < pairs.size(); i += 2) {
      add(pairs.get(i), pairs.get(i + 1));
    }
  }

  /**
   * Takes out what lies before {@code from} or joins it, and returns where the contiguous run that
   * starts at {@code from} ends; {@code from} where there is none.
   */
  long takePrefix(long from) {
    endRun();
    long end = from;
    for (Map.Entry<Long, Long> first = ranges.firstEntry();
        first != null && first.getKey() <= end;
        first = ranges.firstEntry()) {
      end = Math.max(end, first.getValue());
      ranges.pollFirstEntry();
    }
    return end;
  }

  List<Long> pairs() {
    endRun();
    List<Long> pairs = new ArrayList<>(ranges.size() * 2);
    ranges.forEach(
        (from, to) -> {
          pairs.add(from);
          pairs.add(to);
        });
    return pairs;
  }
}
