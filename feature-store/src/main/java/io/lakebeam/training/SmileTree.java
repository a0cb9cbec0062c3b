package io.lakebeam.training;

import io.lakebeam.model.Feature;
import io.lakebeam.model.Tree;
import java.util.List;
import smile.base.cart.InternalNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;
import smile.base.cart.RegressionNode;
import smile.data.AbstractTuple;
import smile.data.type.StructType;
import smile.regression.RegressionTree;

/**
 * Reads a tree of Smile's through its public interface.
 *
 * <p>A node does not tell its threshold, but it answers for any row which way it goes. The
 * threshold is the greatest number that goes to the true branch, found by halving the order of all
 * doubles (64 questions); the category is the one that goes there.
 */
final class SmileTree {
  private final List<Feature> features;
  private final Question question;
  private final int[] feature;
  private final double[] split;
  private final int[] left;
  private final int[] right;
  private final double[] value;
  private int size;

  private SmileTree(List<Feature> features, StructType schema, int nodes) {
    this.features = features;
    this.question = new Question(schema);
    this.feature = new int[nodes];
    this.split = new double[nodes];
    this.left = new int[nodes];
    this.right = new int[nodes];
    this.value = new double[nodes];
  }

  /**
   * The same tree as we keep it.
   *
   * @throws IllegalArgumentException when a leaf is not a finite number
   */
  static Tree convert(RegressionTree tree, int number, List<Feature> features) {
    SmileTree arrays = new SmileTree(features, tree.schema(), tree.size());
    arrays.add(tree.root());
    try {
      return new Tree(arrays.feature, arrays.split, arrays.left, arrays.right, arrays.value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "tree %d of the fit: %s; fewer trees, a smaller shrinkage or larger leaves avoid it"
              .formatted(number, e.getMessage()),
          e);
    }
  }

  private int add(Node node) {
    int at = size++;
    if (node instanceof InternalNode internal) {
      feature[at] = internal.feature();
      split[at] = internal instanceof OrdinalNode ? threshold(internal) : category(internal);
      left[at] = add(internal.trueChild());
      right[at] = add(internal.falseChild());
    } else {
      feature[at] = Tree.LEAF;
      left[at] = Tree.LEAF;
      right[at] = Tree.LEAF;
      value[at] = ((RegressionNode) node).output();
    }
    return at;
  }

  private double threshold(InternalNode node) {
    long low = rank(-Double.MAX_VALUE);
    long high = rank(Double.MAX_VALUE);
    while (low < high) {
      long middle = (low | high) - ((low ^ high) >> 1); // the mean, rounded up, without overflow
      question.value = ranked(middle);
      if (node.branch(question)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return ranked(low);
  }

  private double category(InternalNode node) {
    int codes = features.get(node.feature()).categories().size();
    for (int code = 0; code <= codes; code++) {
      question.value = code;
      if (node.branch(question)) {
        return code;
      }
    }
    throw new IllegalStateException(
        "a split on '%s' names none of its %d categories"
            .formatted(features.get(node.feature()).name(), codes));
  }

  /** The position of a double in the order of all doubles, 0 for zero. */
  private static long rank(double number) {
    long bits = Double.doubleToLongBits(number);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  private static double ranked(long rank) {
    return Double.longBitsToDouble(rank >= 0 ? rank : Long.MIN_VALUE - rank);
  }

  /** A row that has one value, whatever the feature. */
  private static final class Question extends AbstractTuple {
    private static final long serialVersionUID = 1L;
    private final transient StructType schema;
    private double value;

    Question(StructType schema) {
      this.schema = schema;
    }

    @Override
    public StructType schema() {
      return schema;
    }

    @Override
    public Object get(int column) {
      return value;
    }

    @Override
    public double getDouble(int column) {
      return value;
    }

    @Override
    public int getInt(int column) {
      return (int) value;
    }
  }
}
