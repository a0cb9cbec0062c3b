package io.lakebeam.model;

/**
 * One regression tree as flat arrays: the node at a position is a split or a leaf.
 *
 * <p>The root is node 0 and children come after their parent, so a walk always ends. A split sends
 * a row left when its feature's code is at most {@link #split} (numeric) or equal to it
 * (categorical), and right otherwise, NaN included. A leaf has feature {@link #LEAF} and gives
 * {@link #value}.
 */
public final class Tree {
  /** What stands for the feature, and for the children, of a leaf. */
  public static final int LEAF = -1;

  private final int[] feature;
  private final double[] split;
  private final int[] left;
  private final int[] right;
  private final double[] value;

  /**
   * A tree of these arrays, one entry per node; they are copied.
   *
   * @param feature the feature that a split looks at, or {@link #LEAF}
   * @param split the threshold or the category's code; 0 in a leaf
   * @param left the child for which the split holds, or {@link #LEAF}
   * @param right the other child, or {@link #LEAF}
   * @param value a leaf's output; 0 in a split
   * @throws IllegalArgumentException when these are no tree; the message names array and position
   */
  public Tree(int[] feature, double[] split, int[] left, int[] right, double[] value) {
    this.feature = feature.clone();
    this.split = split.clone();
    this.left = left.clone();
    this.right = right.clone();
    this.value = value.clone();
    checkLengths();
    for (int node = 0; node < size(); node++) {
      checkNode(node);
    }
  }

  /** The number of nodes. */
  public int size() {
    return feature.length;
  }

  /** Whether a node is a leaf. */
  public boolean isLeaf(int node) {
    return feature[node] == LEAF;
  }

  /** The feature that a split looks at. */
  public int feature(int node) {
    return feature[node];
  }

  /** The threshold, or the category's code, of a split. */
  public double split(int node) {
    return split[node];
  }

  /** Where a split sends the rows for which it holds. */
  public int left(int node) {
    return left[node];
  }

  /** Where a split sends the other rows. */
  public int right(int node) {
    return right[node];
  }

  /** The output of a leaf. */
  public double value(int node) {
    return value[node];
  }

  private void checkLengths() {
    int[] lengths = {split.length, left.length, right.length, value.length};
    String[] names = {"split", "left", "right", "value"};
    check(size() > 0, "feature", "is empty", "at least one node");
    for (int i = 0; i < lengths.length; i++) {
      check(
          lengths[i] == size(),
          names[i],
          "has " + lengths[i] + " entries",
          size() + ", as in 'feature'");
    }
  }

  private void checkNode(int node) {
    check(feature[node] >= LEAF, at("feature", node), "is " + feature[node], "-1 or a feature");
    check(Double.isFinite(split[node]), at("split", node), "is " + split[node], "a finite number");
    check(Double.isFinite(value[node]), at("value", node), "is " + value[node], "a finite number");
    checkChild("left", left[node], node);
    checkChild("right", right[node], node);
  }

  private void checkChild(String side, int child, int node) {
    if (isLeaf(node)) {
      check(child == LEAF, at(side, node), "is " + child, "-1, for a leaf has no children");
    } else {
      check(
          child > node && child < size(),
          at(side, node),
          "is " + child,
          "a node from " + (node + 1) + " to " + (size() - 1));
    }
  }

  private static String at(String array, int node) {
    return array + "[" + node + "]";
  }

  private static void check(boolean holds, String place, String found, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(place + " " + found + "; allowed: " + allowed);
    }
  }
}
