package io.lakebeam.definition;

/**
 * How a model is fitted.
 *
 * <pre>{@code
 * algorithm: gradient-boosting      # Algorithm.GRADIENT_BOOSTING.key()
 * }</pre>
 */
public enum Algorithm {
  GRADIENT_BOOSTING;

  /** The name in the project file. */
  public String key() {
    return Keywords.of(this);
  }
}
