package io.lakebeam.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Offset<Double> EXACT = within(1e-14);

  @Test
  void givesTheFiguresThatAreEasilyCountedByHand() {
    // predicted 1: rows 2 (wrong), 3, 4; pairs (negative, positive): 3 * 3, of which 7 are won, 1
    // tied
    int[] labels = {0, 0, 0, 1, 1, 1};
    double[] probabilities = {0.1, 0.3, 0.6, 0.6, 0.9, 0.2};

    Evaluation evaluation = Evaluation.of(labels, probabilities);

    assertThat(evaluation.confusion()).isEqualTo(new Confusion(2, 1, 1, 2));
    assertThat(evaluation.accuracy()).isCloseTo(4 / 6.0, EXACT);
    assertThat(evaluation.precision()).isCloseTo(2 / 3.0, EXACT);
    assertThat(evaluation.recall()).isCloseTo(2 / 3.0, EXACT);
    assertThat(evaluation.f1()).isCloseTo(2 / 3.0, EXACT);
    assertThat(evaluation.auc()).isCloseTo(6.5 / 9, EXACT);
    assertThat(evaluation.logLoss())
        .isCloseTo(-Math.log(0.9 * 0.7 * 0.4 * 0.6 * 0.9 * 0.2) / 6, EXACT);
  }

  /** Expected: scikit-learn 1.9.1 on the same 997 rows, printed with repr. */
  @Test
  void agreesWithScikitLearn() {
    int[] labels = IntStream.range(0, 997).map(i -> i * i % 7 < 2 ? 1 : 0).toArray();
    double[] probabilities =
        IntStream.range(0, 997)
            .mapToDouble(i -> ((i * 37L % 101) + 60L * labels[i]) / 170.0)
            .toArray();

    Evaluation evaluation = Evaluation.of(labels, probabilities);

    assertThat(evaluation.rows()).isEqualTo(997);
    assertThat(evaluation.accuracy()).isCloseTo(0.8014042126379137, EXACT);
    assertThat(evaluation.auc()).isCloseTo(0.9163148990687056, EXACT);
    assertThat(evaluation.f1()).isCloseTo(0.7642857142857142, EXACT);
    assertThat(evaluation.precision()).isCloseTo(0.779126213592233, EXACT);
    assertThat(evaluation.recall()).isCloseTo(0.75, EXACT);
    assertThat(evaluation.logLoss()).isCloseTo(0.42092178920675866, EXACT);
    assertThat(evaluation.confusion()).isEqualTo(new Confusion(321, 91, 107, 478));
  }

  @Test
  void givesHalfAnAreaWhenAllScoresAreTied() {
    assertThat(Evaluation.of(new int[] {0, 1, 1}, new double[] {0.5, 0.5, 0.5}).auc())
        .isEqualTo(0.5);
  }

  @Test
  void givesZeroWhereNothingWasPredictedOne() {
    Evaluation evaluation = Evaluation.of(new int[] {0, 1}, new double[] {0.1, 0.2});

    assertThat(evaluation.precision()).isZero();
    assertThat(evaluation.f1()).isZero();
    assertThat(evaluation.auc()).isEqualTo(1);
  }

  @Test
  void keepsTheLogLossFiniteWhenACertainPredictionIsWrong() {
    // scikit-learn 1.9.1: log_loss([0, 1], [1., 0.])
    assertThat(Evaluation.of(new int[] {0, 1}, new double[] {1, 0}).logLoss())
        .isCloseTo(36.04365338911715, within(1e-12));
  }

  @Test
  void refusesWhatHasNoArea() {
    assertThatThrownBy(() -> Evaluation.of(new int[] {1, 1}, new double[] {0.1, 0.2}))
        .hasMessage("found 0 rows with label 0 and 2 with label 1; allowed: some of each");
    assertThatThrownBy(() -> Evaluation.of(new int[] {0, 2}, new double[] {0.1, 0.2}))
        .hasMessageContaining("row 1: found label 2");
    assertThatThrownBy(() -> Evaluation.of(new int[] {0, 1}, new double[] {0.1, Double.NaN}))
        .hasMessageContaining("row 1: found label 1 with probability NaN");
    assertThatThrownBy(() -> Evaluation.of(new int[] {0, 1}, new double[] {0.1}))
        .hasMessageContaining("found 2 labels and 1 probabilities");
  }
}
