package io.lakebeam.model;

import java.util.List;

/**
 * A sum of regression trees that gives a probability.
 *
 * <p>With F(x) = intercept + shrinkage * (tree<sub>1</sub>(x) + ... + tree<sub>n</sub>(x)), half
 * the log-odds, the probability of the positive class is 1 / (1 + e<sup>-2F(x)</sup>): J. H.
 * Friedman, <i>Greedy Function Approximation: A Gradient Boosting Machine</i>, Annals of Statistics
 * 29 (2001), section 4.5, "two-class logistic regression and classification".
 *
 * <p>Immutable and safe to share between threads. A score takes one walk per tree over flat arrays
 * and allocates nothing.
 */
public final class BoostedTrees {
  private final List<Feature> features;
  private final List<Tree> trees;
  private final double intercept;
  private final double shrinkage;

  private final int[] roots;
  private final int[] feature;
  private final boolean[] equality;
  private final double[] splitOrValue;
  private final int[] left;
  private final int[] right;

  /**
   * Trees over these features.
   *
   * @param features what the trees' feature numbers mean, in order
   * @param trees at least one
   * @param intercept F of no tree at all: half the log-odds of the training rows
   * @param shrinkage the weight of each tree, in (0, 1]
   * @throws IllegalArgumentException when a tree names a feature that is not there, or a number is
   *     out of range; the message says which tree
   */
  public BoostedTrees(
      List<Feature> features, List<Tree> trees, double intercept, double shrinkage) {
    check(!trees.isEmpty(), "'trees' is empty; allowed: at least one");
    check(!features.isEmpty(), "'features' is empty; allowed: at least one");
    check(Double.isFinite(intercept), "'intercept' is " + intercept + "; allowed: a finite number");
    check(shrinkage > 0 && shrinkage <= 1, "'shrinkage' is " + shrinkage + "; allowed: in (0, 1]");
    this.features = List.copyOf(features);
    this.trees = List.copyOf(trees);
    this.intercept = intercept;
    this.shrinkage = shrinkage;
    int nodes = trees.stream().mapToInt(Tree::size).sum();
    roots = new int[trees.size()];
    feature = new int[nodes];
    equality = new boolean[nodes];
    splitOrValue = new double[nodes];
    left = new int[nodes];
    right = new int[nodes];
    for (int tree = 0, start = 0; tree < trees.size(); start += trees.get(tree).size(), tree++) {
      roots[tree] = start;
      flatten(tree, start);
    }
  }

  private void flatten(int number, int start) {
    Tree tree = trees.get(number);
    for (int node = 0; node < tree.size(); node++) {
      int at = start + node;
      feature[at] = tree.feature(node);
      if (tree.isLeaf(node)) {
        splitOrValue[at] = tree.value(node);
        continue;
      }
      check(
          feature[at] < features.size(),
          "'trees[%d].feature[%d]' is %d; allowed: 0 to %d"
              .formatted(number, node, feature[at], features.size() - 1));
      equality[at] = features.get(feature[at]).kind() == Feature.Kind.CATEGORICAL;
      splitOrValue[at] = tree.split(node);
      left[at] = start + tree.left(node);
      right[at] = start + tree.right(node);
    }
  }

  /** What the inputs are, in order. */
  public List<Feature> features() {
    return features;
  }

  /** The trees, in the order of the sum. */
  public List<Tree> trees() {
    return trees;
  }

  /** Half the log-odds before the first tree. */
  public double intercept() {
    return intercept;
  }

  /** The weight of each tree. */
  public double shrinkage() {
    return shrinkage;
  }

  /**
   * The probability of the positive class, from 0 to 1.
   *
   * @param codes one {@link Feature#encode encoded} value per feature, in order
   */
  public double probability(double[] codes) {
    return 1.0 / (1.0 + Math.exp(-2.0 * margin(codes)));
  }

  private double margin(double[] codes) {
    double sum = intercept;
    for (int root : roots) {
      int node = root;
      while (feature[node] != Tree.LEAF) {
        double code = codes[feature[node]];
        boolean holds = equality[node] ? code == splitOrValue[node] : code <= splitOrValue[node];
        node = holds ? left[node] : right[node];
      }
      sum += shrinkage * splitOrValue[node];
    }
    return sum;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
