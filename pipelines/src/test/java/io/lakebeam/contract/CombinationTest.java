package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CombinationTest {
  @Test
  void pairwiseHasEveryPairThatThereIs() {
    assertThat(pairs(Combination.pairwise())).isEqualTo(pairs(Combination.all()));
  }

  @Test
  void pairwiseIsMuchLessThanAll() {
    assertThat(Combination.pairwise()).doesNotHaveDuplicates().hasSizeLessThan(45);
    assertThat(Combination.all()).doesNotHaveDuplicates().hasSizeGreaterThan(90);
  }

  @Test
  void everyFaultIsMetOnEveryRunnerThatCanHaveIt() {
    for (RunnerKind runner : RunnerKind.values()) {
      for (FaultKind fault : FaultKind.values()) {
        boolean canBe =
            fault.appliesTo(runner, StoreKind.DISK) || fault.appliesTo(runner, StoreKind.MINIO);
        assertThat(
                Combination.pairwise().stream()
                    .anyMatch(c -> c.runner() == runner && c.fault() == fault))
            .as(runner + " " + fault)
            .isEqualTo(canBe);
      }
    }
  }

  private static Set<Set<Object>> pairs(List<Combination> combinations) {
    Set<Set<Object>> pairs = new HashSet<>();
    combinations.forEach(combination -> pairs.addAll(combination.pairs()));
    return pairs;
  }
}
