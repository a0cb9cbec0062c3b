package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetRangesTest {
  private final OffsetRanges ranges = new OffsetRanges();

  @Test
  void joinsNeighboursAndKeepsHoles() {
    ranges.addPairs(List.of(5L, 7L, 0L, 2L, 7L, 9L, 12L, 13L));

    assertThat(ranges.pairs()).containsExactly(0L, 2L, 5L, 9L, 12L, 13L);
  }

  @Test
  void aRangeOverOthersSwallowsThem() {
    ranges.addPairs(List.of(2L, 3L, 5L, 6L, 8L, 12L, 1L, 9L));

    assertThat(ranges.pairs()).containsExactly(1L, 12L);
  }

  @Test
  void aRangeInsideAnotherChangesNothing() {
    ranges.addPairs(List.of(1L, 9L, 3L, 4L, 1L, 9L));

    assertThat(ranges.pairs()).containsExactly(1L, 9L);
  }

  @Test
  void takesTheRunThatBeginsAtAnOffset() {
    ranges.addPairs(List.of(3L, 5L, 7L, 8L));

    assertThat(ranges.takePrefix(3)).isEqualTo(5);
    assertThat(ranges.pairs()).containsExactly(7L, 8L);
  }

  @Test
  void takesNothingBeforeAHole() {
    ranges.add(4, 6);

    assertThat(ranges.takePrefix(3)).isEqualTo(3);
    assertThat(ranges.pairs()).containsExactly(4L, 6L);
  }

  @Test
  void dropsWhatLiesBeforeTheStart() {
    ranges.addPairs(List.of(0L, 2L, 4L, 8L));

    assertThat(ranges.takePrefix(5)).isEqualTo(8);
    assertThat(ranges.pairs()).isEmpty();
  }

  @Test
  void isTheSetThatItsAdditionsMake() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      OffsetRanges found = new OffsetRanges();
      BitSet expected = new BitSet();
      for (int i = 0; i < 30; i++) {
        int from = random.nextInt(100);
        int to = from + 1 + random.nextInt(6);
        found.add(from, to);
        expected.set(from, to);
      }

      assertThat(found.pairs()).isEqualTo(pairs(expected));
      int start = random.nextInt(100);
      assertThat(found.takePrefix(start)).isEqualTo(expected.nextClearBit(start));
    }
  }

  private static List<Long> pairs(BitSet set) {
    List<Long> pairs = new ArrayList<>();
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int to = set.nextClearBit(from);
      pairs.add((long) from);
      pairs.add((long) to);
      from = set.nextSetBit(to);
    }
    return pairs;
  }
}
