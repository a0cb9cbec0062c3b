package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final TableName BRONZE = TableName.of("bronze", "orders");
  private static final TableName SILVER = TableName.of("silver", "orders");

  private final MovePositions.Progress progress = new MovePositions.Progress(Map.of("a-0", 10L));

  @Test
  void movesWhenEveryTableOfABatchHasCommitted() {
    assertThat(progress.add(written("1", "a-0", 10, 15))).isEmpty();
    assertThat(progress.add(BatchEvent.committed("1", BRONZE))).isEmpty();
    assertThat(progress.add(BatchEvent.committed("1", SILVER)))
        .containsExactly(Map.entry("a-0", 15L));
  }

  @Test
  void takesCommitsThatAreHeardOfBeforeTheirBatch() {
    assertThat(progress.add(BatchEvent.committed("1", SILVER))).isEmpty();
    assertThat(progress.add(BatchEvent.committed("1", BRONZE))).isEmpty();
    assertThat(progress.add(written("1", "a-0", 10, 15))).containsExactly(Map.entry("a-0", 15L));
  }

  @Test
  void aHoleHoldsThePositionBack() {
    commit("2", "a-0", 15, 20);
    assertThat(commit("1", "a-0", 11, 15)).isEmpty();
    assertThat(commit("3", "a-0", 10, 11)).containsExactly(Map.entry("a-0", 20L));
  }

  @Test
  void partitionsDoNotWaitForEachOther() {
    assertThat(progress.add(written("1", "a-0", 10, 15))).isEmpty();
    assertThat(commit("2", "b-0", 0, 3)).containsExactly(Map.entry("b-0", 3L));
  }

  @Test
  void aBatchThatWritesNothingMovesAtOnce() {
    OffsetRanges ranges = new OffsetRanges();
    ranges.add(10, 12);

    assertThat(progress.add(BatchEvent.written("1", Map.of("a-0", ranges), Set.of())))
        .containsExactly(Map.entry("a-0", 12L));
  }

  @Test
  void aBatchWithoutPositionsMovesNothing() {
    progress.add(BatchEvent.committed("1", BRONZE));
    assertThat(progress.add(BatchEvent.written("1", Map.of(), Set.of(BRONZE)))).isEmpty();
  }

  @Test
  void offsetsReadAgainDoNotMoveBack() {
    commit("1", "a-0", 10, 20);
    assertThat(commit("2", "a-0", 12, 18)).isEmpty();
    assertThat(commit("3", "a-0", 15, 25)).containsExactly(Map.entry("a-0", 25L));
  }

  @Test
  void eventsInAnyOrderEndAtTheSamePosition() {
    for (int seed = 0; seed < 50; seed++) {
      List<BatchEvent> events = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        for (String partition : List.of("a-0", "b-0")) {
          String batch = partition + i;
          events.add(written(batch, partition, 10 + i * 3L, 13 + i * 3L));
          events.add(BatchEvent.committed(batch, BRONZE));
          events.add(BatchEvent.committed(batch, SILVER));
        }
      }
      Collections.shuffle(events, new Random(seed));
      MovePositions.Progress shuffled = new MovePositions.Progress(Map.of("a-0", 10L, "b-0", 10L));
      Map<String, Long> last = new HashMap<>(Map.of("a-0", 10L, "b-0", 10L));
      for (BatchEvent event : events) {
        shuffled
            .add(event)
            .forEach((partition, to) -> assertThat(to).isGreaterThan(last.put(partition, to)));
      }
      assertThat(last).containsOnly(Map.entry("a-0", 70L), Map.entry("b-0", 70L));
    }
  }

  private Map<String, Long> commit(String batch, String partition, long from, long to) {
    progress.add(written(batch, partition, from, to));
    progress.add(BatchEvent.committed(batch, BRONZE));
    return progress.add(BatchEvent.committed(batch, SILVER));
  }

  private static BatchEvent written(String batch, String partition, long from, long to) {
    OffsetRanges ranges = new OffsetRanges();
    ranges.add(from, to);
    return BatchEvent.written(batch, Map.of(partition, ranges), Set.of(BRONZE, SILVER));
  }
}
