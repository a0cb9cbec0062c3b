package io.lakebeam.training;

import io.lakebeam.model.BoostedTrees;
import io.lakebeam.model.Feature;
import io.lakebeam.model.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import smile.base.cart.Loss;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.measure.NominalScale;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.data.vector.BaseVector;
import smile.data.vector.DoubleVector;
import smile.data.vector.IntVector;
import smile.math.MathEx;

/**
 * Fits Smile's {@link GradientTreeBoost} to rows of a training set.
 *
 * <p>Categories stay categories (splits name one of them): measured on the 45,000 rows of the
 * example, that is as good as ordinal or one-hot codes, and the fastest. A missing number is given
 * to Smile as one beyond all others, so that it goes right at each split, as NaN does when a row is
 * scored. Smile does not tell numbers apart that differ by less than 1e-7.
 */
final class Boosting {
  /** Beyond every allowed number, and its mean with any of them is so too. */
  private static final double BEYOND = Double.MAX_VALUE / 4;

  private static final String LABEL = "label";

  private final TrainingSet set;
  private final int[] rows;
  private final List<Feature> features;

  Boosting(TrainingSet set, int[] rows) {
    this.set = set;
    this.rows = rows;
    this.features = set.features(rows);
  }

  /**
   * What a fit gives.
   *
   * @param smile the model as Smile holds it
   * @param trees the same, as we keep it
   * @param importance the gain of the splits by each feature, summing to 1
   */
  record Fitted(GradientTreeBoost smile, BoostedTrees trees, List<Double> importance) {}

  Fitted fit(GradientBoosting algorithm, long seed) {
    DataFrame frame = frame(rows);
    // Smile's generator belongs to the thread, and only this thread draws from it.
    MathEx.setSeed(seed);
    GradientTreeBoost smile =
        GradientTreeBoost.fit(
            Formula.lhs(LABEL),
            frame,
            algorithm.trees(),
            algorithm.maxDepth() + 1, // Smile counts the root as one
            algorithm.maxNodes(),
            algorithm.minLeafRows(),
            algorithm.shrinkage(),
            algorithm.subsample());
    List<Tree> trees =
        IntStream.range(0, smile.size())
            .mapToObj(number -> SmileTree.convert(smile.trees()[number], number, features))
            .toList();
    return new Fitted(
        smile,
        new BoostedTrees(features, trees, intercept(), algorithm.shrinkage()),
        shares(smile.importance()));
  }

  /**
   * Smile keeps its intercept to itself; its loss gives it again, from the same labels: half the
   * log-odds, ½ ln((1 + m) / (1 - m)) with m the mean of the labels as -1 and 1.
   */
  private double intercept() {
    return Loss.logistic(Arrays.stream(rows).map(set::label).toArray()).intercept(null);
  }

  private static List<Double> shares(double[] gains) {
    double sum = Arrays.stream(gains).sum();
    return Arrays.stream(gains).mapToObj(gain -> sum == 0 ? 0 : gain / sum).toList();
  }

  /** These rows as Smile wants them: one vector per feature, and the label. */
  DataFrame frame(int[] of) {
    BaseVector<?, ?, ?>[] vectors = new BaseVector<?, ?, ?>[features.size() + 1];
    for (int feature = 0; feature < features.size(); feature++) {
      vectors[feature] = vector(feature, of);
    }
    vectors[features.size()] = IntVector.of(LABEL, Arrays.stream(of).map(set::label).toArray());
    return DataFrame.of(vectors);
  }

  private BaseVector<?, ?, ?> vector(int number, int[] of) {
    Feature feature = features.get(number);
    double[] codes =
        Arrays.stream(of).mapToDouble(row -> feature.encode(set.value(row, number))).toArray();
    if (feature.kind() == Feature.Kind.NUMERIC) {
      return DoubleVector.of(
          feature.name(), Arrays.stream(codes).map(c -> Double.isNaN(c) ? BEYOND : c).toArray());
    }
    String[] levels =
        IntStream.rangeClosed(0, feature.categories().size())
            .mapToObj(Integer::toString)
            .toArray(String[]::new);
    return IntVector.of(
        new StructField(feature.name(), DataTypes.IntegerType, new NominalScale(levels)),
        Arrays.stream(codes).mapToInt(code -> (int) code).toArray());
  }
}
