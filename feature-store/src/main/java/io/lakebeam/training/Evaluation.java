package io.lakebeam.training;

import io.lakebeam.model.Model;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How good probabilities are, judged against labels.
 *
 * <pre>{@code
 * Evaluation evaluation = Evaluation.of(new int[] {0, 1}, new double[] {0.2, 0.9});
 * evaluation.auc(); // 1.0
 * }</pre>
 *
 * <p>Sources: accuracy, precision, recall, F1 from the confusion matrix as in C. J. van Rijsbergen,
 * <i>Information Retrieval</i> (1979), chapter 7; AUC as the Mann-Whitney statistic, J. A. Hanley
 * and B. J. McNeil, <i>The meaning and use of the area under a receiver operating characteristic
 * curve</i>, Radiology 143 (1982); log loss as the mean negative log-likelihood of Bernoulli
 * labels, C. M. Bishop, <i>Pattern Recognition and Machine Learning</i> (2006), equation 4.90. The
 * conventions (0 for an undefined ratio, clipping) are those of scikit-learn, whose figures the
 * tests hold.
 *
 * @param rows how many rows were judged
 * @param threshold the probability from which on a prediction is 1
 * @param accuracy share of right predictions
 * @param auc the chance that a random positive row scores above a random negative one; ties count
 *     half
 * @param f1 harmonic mean of precision and recall
 * @param precision share of the rows predicted 1 whose label is 1
 * @param recall share of the rows with label 1 that are predicted 1
 * @param logLoss mean of -ln(probability of the true label), in nats; probabilities are clipped to
 *     2<sup>-52</sup> from 0 and 1
 * @param confusion the counts behind it
 */
public record Evaluation(
    int rows,
    double threshold,
    double accuracy,
    double auc,
    double f1,
    double precision,
    double recall,
    double logLoss,
    Confusion confusion) {
  private static final double CLIP = Math.ulp(1.0);

  /**
   * Judges probabilities.
   *
   * @param labels 0 or 1 per row
   * @param probabilities of label 1, one per label, from 0 to 1
   * @throws IllegalArgumentException when the lengths differ, a value is out of range, or one of
   *     the classes is not there (no AUC exists then)
   */
  public static Evaluation of(int[] labels, double[] probabilities) {
    check(labels, probabilities);
    Confusion confusion = Confusion.of(labels, probabilities);
    return new Evaluation(
        labels.length,
        Model.THRESHOLD,
        confusion.accuracy(),
        auc(labels, probabilities),
        confusion.f1(),
        confusion.precision(),
        confusion.recall(),
        logLoss(labels, probabilities),
        confusion);
  }

  private static double auc(int[] labels, double[] probabilities) {
    int[] order =
        IntStream.range(0, labels.length)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> probabilities[row]))
            .mapToInt(row -> row)
            .toArray();
    long twiceWins = 0; // twice, so that a tie's half is a whole number
    long negativesBelow = 0;
    for (int start = 0, end; start < order.length; start = end) {
      long positives = 0;
      for (end = start;
          end < order.length && probabilities[order[end]] == probabilities[order[start]];
          end++) {
        positives += labels[order[end]];
      }
      long negatives = end - start - positives;
      twiceWins += positives * (2 * negativesBelow + negatives);
      negativesBelow += negatives;
    }
    return twiceWins / (2.0 * negativesBelow * (labels.length - negativesBelow));
  }

  private static double logLoss(int[] labels, double[] probabilities) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double p = Math.min(Math.max(probabilities[i], CLIP), 1 - CLIP);
      sum -= labels[i] == 1 ? Math.log(p) : Math.log1p(-p);
    }
    return sum / labels.length;
  }

  private static void check(int[] labels, double[] probabilities) {
    if (labels.length != probabilities.length) {
      throw new IllegalArgumentException(
          "found %d labels and %d probabilities; allowed: one for each"
              .formatted(labels.length, probabilities.length));
    }
    int[] counts = new int[2];
    for (int i = 0; i < labels.length; i++) {
      boolean inRange = probabilities[i] >= 0 && probabilities[i] <= 1;
      if ((labels[i] != 0 && labels[i] != 1) || !inRange) {
        throw new IllegalArgumentException(
            "row %d: found label %d with probability %s; allowed: 0 or 1, and from 0 to 1"
                .formatted(i, labels[i], probabilities[i]));
      }
      counts[labels[i]]++;
    }
    if (counts[0] == 0 || counts[1] == 0) {
      throw new IllegalArgumentException(
          "found %d rows with label 0 and %d with label 1; allowed: some of each"
              .formatted(counts[0], counts[1]));
    }
  }
}
