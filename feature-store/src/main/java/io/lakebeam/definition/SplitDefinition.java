package io.lakebeam.definition;

/**
 * How a training set is parted into the rows to fit on and the rows held out to measure on.
 *
 * <pre>{@code
 * split: {method: stratified, test: 0.2, seed: 42}
 * }</pre>
 *
 * @param method how rows are chosen
 * @param test the share held out, above 0 and below 1
 * @param seed the same seed parts the same rows the same way
 */
public record SplitDefinition(Method method, double test, long seed) {

  /** The ways to choose rows. */
  public enum Method {
    /** At random, with the same share of each label in both parts. */
    STRATIFIED;

    /** The name in the project file. */
    public String key() {
      return Keywords.of(this);
    }
  }

  public SplitDefinition {
    new Checks()
        .that(
            test > 0 && test < 1, "test", "must be between 0 and 1 (both excluded), found " + test)
        .done();
  }
}
