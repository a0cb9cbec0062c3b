package io.lakebeam.training;

/**
 * The parameters of gradient boosting with regression trees.
 *
 * <pre>{@code
 * GradientBoosting.defaults().withTrees(200)
 * }</pre>
 *
 * @param trees how many trees are summed, at least 1
 * @param maxNodes leaves of a tree at most, at least 2
 * @param maxDepth splits above a leaf at most, at least 1
 * @param minLeafRows rows in a leaf at least, at least 1
 * @param shrinkage the weight of each tree, in (0, 1]
 * @param subsample the share of rows of each class that a tree sees, in (0, 1]
 */
public record GradientBoosting(
    int trees, int maxNodes, int maxDepth, int minLeafRows, double shrinkage, double subsample) {

  /** Refuses what is out of range. */
  public GradientBoosting {
    check(trees >= 1, "trees", trees, "1 or more");
    check(maxNodes >= 2, "max nodes", maxNodes, "2 or more");
    check(maxDepth >= 1, "max depth", maxDepth, "1 or more");
    check(minLeafRows >= 1, "min leaf rows", minLeafRows, "1 or more");
    check(shrinkage > 0 && shrinkage <= 1, "shrinkage", shrinkage, "more than 0, at most 1");
    check(subsample > 0 && subsample <= 1, "subsample", subsample, "more than 0, at most 1");
  }

  /** 500 trees of up to 16 leaves and depth 5, 5 rows to a leaf, shrinkage 0.1, subsample 0.7. */
  public static GradientBoosting defaults() {
    return new GradientBoosting(500, 16, 5, 5, 0.1, 0.7);
  }

  /** The same with another number of trees. */
  public GradientBoosting withTrees(int number) {
    return new GradientBoosting(number, maxNodes, maxDepth, minLeafRows, shrinkage, subsample);
  }

  /** The same with another number of leaves. */
  public GradientBoosting withMaxNodes(int leaves) {
    return new GradientBoosting(trees, leaves, maxDepth, minLeafRows, shrinkage, subsample);
  }

  /** The same with another depth. */
  public GradientBoosting withMaxDepth(int depth) {
    return new GradientBoosting(trees, maxNodes, depth, minLeafRows, shrinkage, subsample);
  }

  /** The same with other smallest leaves. */
  public GradientBoosting withMinLeafRows(int rows) {
    return new GradientBoosting(trees, maxNodes, maxDepth, rows, shrinkage, subsample);
  }

  /** The same with another weight of each tree. */
  public GradientBoosting withShrinkage(double weight) {
    return new GradientBoosting(trees, maxNodes, maxDepth, minLeafRows, weight, subsample);
  }

  /** The same with another share of rows. */
  public GradientBoosting withSubsample(double share) {
    return new GradientBoosting(trees, maxNodes, maxDepth, minLeafRows, shrinkage, share);
  }

  private static void check(boolean holds, String name, Object found, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "gradient boosting: %s is %s; allowed: %s".formatted(name, found, allowed));
    }
  }
}
