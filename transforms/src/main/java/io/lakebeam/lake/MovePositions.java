package io.lakebeam.lake;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Moves a partition's position over the batches that every table of theirs has committed. */
final class MovePositions extends DoFn<KV<String, BatchEvent>, Void> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final Map<String, Long> start;
  private transient Positions.@Nullable Writer positions;

  @StateId("progress")
  private final StateSpec<ValueState<Progress>> progressSpec =
      StateSpecs.value(SerializableCoder.of(Progress.class));

  MovePositions(Lake lake, Map<String, Long> start) {
    this.lake = lake;
    this.start = start;
  }

  @ProcessElement
  public void process(
      @Element KV<String, BatchEvent> element, @StateId("progress") ValueState<Progress> state)
      throws Exception {
    Progress progress = state.read();
    if (progress == null) {
      progress = new Progress(start);
    }
    Map<String, Long> moved = progress.add(element.getValue());
    if (!moved.isEmpty()) {
      if (positions == null) {
        positions = new Positions.Writer(lake);
      }
      positions.write(moved);
    }
    state.write(progress);
  }

  /** Which batches wait for which tables, and how far each partition is. */
  static final class Progress implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Map<String, Long> next;
    private final Map<String, OffsetRanges> done = new HashMap<>();
    private final Map<String, BatchEvent> written = new HashMap<>();
    private final Map<String, Set<TableName>> committed = new HashMap<>();

    Progress(Map<String, Long> start) {
      this.next = new HashMap<>(start);
    }

    /** Takes an event in; the positions that it moved. */
    Map<String, Long> add(BatchEvent event) {
      if (event.committed() == null) {
        written.put(event.batch(), event);
      } else {
        committed.computeIfAbsent(event.batch(), b -> new HashSet<>()).add(event.committed());
      }
      BatchEvent batch = written.get(event.batch());
      Set<TableName> tables = committed.getOrDefault(event.batch(), Set.of());
      if (batch == null || !tables.containsAll(batch.tables())) {
        return Map.of();
      }
      written.remove(event.batch());
      committed.remove(event.batch());
      Map<String, Long> moved = new HashMap<>();
      batch.ranges().forEach((partition, ranges) -> move(partition, ranges, moved));
      return moved;
    }

    private void move(String partition, List<Long> ranges, Map<String, Long> moved) {
      OffsetRanges finished = done.computeIfAbsent(partition, p -> new OffsetRanges());
      finished.addPairs(ranges);
      long from = next.getOrDefault(partition, 0L);
      long to = finished.takePrefix(from);
      if (to > from) {
        next.put(partition, to);
        moved.put(partition, to);
      }
    }
  }
}
