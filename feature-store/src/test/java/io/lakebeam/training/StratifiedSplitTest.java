package io.lakebeam.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {
  private static final int[] LABELS = IntStream.range(0, 997).map(i -> i % 7 < 2 ? 1 : 0).toArray();

  @Test
  void holdsOutTheRoundedShareOfEachClass() {
    StratifiedSplit split = StratifiedSplit.of(LABELS, 0.2, 42);

    int positives = Arrays.stream(LABELS).sum();
    assertThat(Arrays.stream(split.test()).map(row -> LABELS[row]).sum())
        .isEqualTo((int) Math.round(0.2 * positives));
    assertThat(split.test().length)
        .isEqualTo((int) (Math.round(0.2 * positives) + Math.round(0.2 * (997 - positives))));
  }

  @Test
  void putsEachRowOnOneSideInRisingOrder() {
    StratifiedSplit split = StratifiedSplit.of(LABELS, 0.3, 1);

    assertThat(split.train()).isSorted();
    assertThat(split.test()).isSorted();
    assertThat(IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.test())).sorted())
        .containsExactlyElementsOf(IntStream.range(0, 997).boxed().toList());
  }

  @Test
  void isTheSameForASeedOnAnyMachineAndAnotherForAnother() {
    // Held fast as numbers: Java specifies the sequence of java.util.Random.
    int[] ten = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};

    assertThat(StratifiedSplit.of(ten, 0.4, 42).test()).containsExactly(1, 2, 6, 9);
    assertThat(StratifiedSplit.of(LABELS, 0.2, 1).test())
        .isNotEqualTo(StratifiedSplit.of(LABELS, 0.2, 2).test());
  }

  @Test
  void refusesASplitThatLeavesAClassOnOneSideOnly() {
    assertThatThrownBy(() -> StratifiedSplit.of(new int[] {0, 0, 0, 0, 0, 1}, 0.2, 42))
        .hasMessageContaining("rows with label 1; found: 1 such rows");
    assertThatThrownBy(() -> StratifiedSplit.of(LABELS, 1, 42))
        .hasMessage("test fraction is 1.0; allowed: more than 0, less than 1");
  }
}
