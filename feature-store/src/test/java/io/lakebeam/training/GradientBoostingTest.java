package io.lakebeam.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GradientBoostingTest {
  private static final GradientBoosting DEFAULTS = GradientBoosting.defaults();

  @Test
  void hasTheDefaultsThatItsJavadocNames() {
    assertThat(DEFAULTS).isEqualTo(new GradientBoosting(500, 16, 5, 5, 0.1, 0.7));
  }

  @Test
  void changesOneParameterAtATime() {
    assertThat(
            DEFAULTS
                .withTrees(1)
                .withMaxNodes(2)
                .withMaxDepth(3)
                .withMinLeafRows(4)
                .withShrinkage(0.5)
                .withSubsample(0.6))
        .isEqualTo(new GradientBoosting(1, 2, 3, 4, 0.5, 0.6));
  }

  @Test
  void refusesEachParameterThatIsOutOfRange() {
    assertThatThrownBy(() -> DEFAULTS.withTrees(0))
        .hasMessage("gradient boosting: trees is 0; allowed: 1 or more");
    assertThatThrownBy(() -> DEFAULTS.withMaxNodes(1)).hasMessageContaining("max nodes is 1");
    assertThatThrownBy(() -> DEFAULTS.withMaxDepth(0)).hasMessageContaining("max depth is 0");
    assertThatThrownBy(() -> DEFAULTS.withMinLeafRows(0))
        .hasMessageContaining("min leaf rows is 0");
    assertThatThrownBy(() -> DEFAULTS.withShrinkage(Double.NaN))
        .hasMessage("gradient boosting: shrinkage is NaN; allowed: more than 0, at most 1");
    assertThatThrownBy(() -> DEFAULTS.withSubsample(1.1)).hasMessageContaining("subsample is 1.1");
  }
}
