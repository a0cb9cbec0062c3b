package io.lakebeam.definition;

/**
 * What a model is measured by on the held-out part, from 0 to 1, more is better.
 *
 * <pre>{@code
 * require: {accuracy: 0.9, auc: 0.95, f1: 0.8}      # Metric.AUC.key() is "auc"
 * }</pre>
 */
public enum Metric {
  /** The share of rows scored right at the threshold 0.5. */
  ACCURACY,
  /** The area under the receiver operating characteristic. */
  AUC,
  /** The harmonic mean of precision and recall at the threshold 0.5. */
  F1;

  /** The name in the project file. */
  public String key() {
    return Keywords.of(this);
  }
}
