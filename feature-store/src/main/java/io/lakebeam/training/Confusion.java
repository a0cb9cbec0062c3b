package io.lakebeam.training;

import io.lakebeam.model.Model;

/**
 * How often a prediction was right and wrong, by class; a prediction is 1 from {@link
 * Model#THRESHOLD} on.
 *
 * @param truePositive label 1, predicted 1
 * @param falsePositive label 0, predicted 1
 * @param falseNegative label 1, predicted 0
 * @param trueNegative label 0, predicted 0
 */
public record Confusion(
    long truePositive, long falsePositive, long falseNegative, long trueNegative) {

  static Confusion of(int[] labels, double[] probabilities) {
    long[] counts = new long[4];
    for (int i = 0; i < labels.length; i++) {
      counts[2 * labels[i] + Model.prediction(probabilities[i])]++;
    }
    return new Confusion(counts[3], counts[1], counts[2], counts[0]);
  }

  /** (tp + tn) / all. */
  public double accuracy() {
    return ratio(
        truePositive + trueNegative, truePositive + falsePositive + falseNegative + trueNegative);
  }

  /** tp / (tp + fp); 0 when nothing was predicted 1. */
  public double precision() {
    return ratio(truePositive, truePositive + falsePositive);
  }

  /** tp / (tp + fn), the true positive rate; 0 when no label is 1. */
  public double recall() {
    return ratio(truePositive, truePositive + falseNegative);
  }

  /**
   * The harmonic mean of precision and recall, 2tp / (2tp + fp + fn); 0 when there is no true
   * positive.
   */
  public double f1() {
    return ratio(2 * truePositive, 2 * truePositive + falsePositive + falseNegative);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
