package io.lakebeam.definition;

/**
 * The parameters of gradient boosting.
 *
 * <pre>{@code
 * parameters: {trees: 500, max-nodes: 16, shrinkage: 0.1, subsample: 0.7}
 * }</pre>
 *
 * @param trees how many trees, 1 to 100,000
 * @param maxNodes the leaves of a tree, at least 2
 * @param shrinkage how much of a tree's correction is taken over, above 0 and up to 1
 * @param subsample the share of the rows each tree sees, above 0 and up to 1
 */
public record BoostingParameters(int trees, int maxNodes, double shrinkage, double subsample) {

  /** What is used for a parameter that the project file leaves out. */
  public static final BoostingParameters DEFAULTS = new BoostingParameters(500, 16, 0.1, 0.7);

  public BoostingParameters {
    new Checks()
        .that(trees >= 1 && trees <= 100_000, "trees", "must be 1 to 100000, found " + trees)
        .that(maxNodes >= 2, "max-nodes", "must be at least 2, found " + maxNodes)
        .that(isShare(shrinkage), "shrinkage", "must be above 0 and up to 1, found " + shrinkage)
        .that(isShare(subsample), "subsample", "must be above 0 and up to 1, found " + subsample)
        .done();
  }

  private static boolean isShare(double value) {
    return value > 0 && value <= 1;
  }
}
