package io.lakebeam.definition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model: what it learns, from which features, how, and how good it must be.
 *
 * <pre>{@code
 * models:
 *   order_return:
 *     labels: {from: order_outcome, key: [order_id], column: returned, as: was_returned}
 *     keep: {row: order_id}
 *     features: {price: order_terms.price, age: customer_profile.age}
 *     algorithm: gradient-boosting
 *     parameters: {trees: 500, max-nodes: 16, shrinkage: 0.1, subsample: 0.7}
 *     split: {method: stratified, test: 0.2, seed: 42}
 *     require: {auc: 0.95}
 * }</pre>
 *
 * <p>Its training set has the columns of {@code keep}, then the features, then the label.
 *
 * @param name of the model
 * @param labels what it learns to predict
 * @param keep the training set's columns that are no features, each with the label table's column
 *     it comes from
 * @param features the training set's features, in order
 * @param algorithm how it is fitted
 * @param parameters of the algorithm
 * @param split which rows are held out
 * @param require the least that the held-out part must show; empty for no gate
 */
public record ModelDefinition(
    String name,
    LabelDefinition labels,
    Map<String, String> keep,
    List<FeatureReference> features,
    Algorithm algorithm,
    BoostingParameters parameters,
    SplitDefinition split,
    Map<Metric, Double> require) {

  public ModelDefinition {
    keep = Checks.copy(keep);
    features = List.copyOf(features);
    require = Checks.copy(require);
    Checks checks =
        new Checks()
            .name("name", name)
            .that(!features.isEmpty(), "features", "must hold at least one feature, found none");
    keep.forEach(
        (column, from) -> checks.name("keep." + column, column).name("keep." + column, from));
    checkColumns(checks, labels, keep.keySet(), features);
    require.forEach(
        (metric, least) ->
            checks.that(
                least >= 0 && least <= 1,
                "require." + metric.key(),
                "must be 0 to 1, found " + least));
    checks.done();
  }

  private static void checkColumns(
      Checks checks, LabelDefinition labels, Set<String> kept, List<FeatureReference> features) {
    Set<String> taken = new LinkedHashSet<>(kept);
    checks.that(
        taken.add(labels.as()),
        "labels.as",
        "gives the training set a second column '" + labels.as() + "'");
    for (FeatureReference feature : features) {
      checks.that(
          taken.add(feature.name()),
          "features." + feature.name(),
          "gives the training set a second column '" + feature.name() + "'");
    }
  }

  /**
   * The views of the features in an order in which they can be joined to the labels.
   *
   * <pre>{@code
   * project.model("order_return").joinOrder(project); // [order_terms, customer_profile]
   * }</pre>
   *
   * <p>A view can be joined when every column of its entity's key is given: by the key of the
   * labels, or by a column of a view joined before. The first to give a column is the one whose
   * value counts, the labels before any view. Among views that can be joined, the one whose feature
   * stands first comes first.
   *
   * @throws InvalidDefinitionException when nobody gives a key column that is needed; a {@link
   *     Project} never holds such a model
   */
  public List<String> joinOrder(Project project) {
    return JoinOrder.of(this, project.entities(), project.features());
  }
}
