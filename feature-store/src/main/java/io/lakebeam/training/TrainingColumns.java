package io.lakebeam.training;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the columns of a training set are for.
 *
 * <pre>{@code
 * TrainingColumns.of("row", "approved", List.of("income", "ownership"))
 * }</pre>
 *
 * @param id whole numbers, each once: the order of the rows, and their names in the predictions
 * @param label 0 or 1
 * @param features the model's inputs, in order
 * @param keep columns that are carried into the predictions unchanged
 */
public record TrainingColumns(String id, String label, List<String> features, List<String> keep) {

  /** Refuses no feature at all and a column with two roles. */
  public TrainingColumns {
    features = List.copyOf(features);
    keep = List.copyOf(keep);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("training needs at least one feature; found: none");
    }
    List<String> all = new ArrayList<>(List.of(id, label));
    all.addAll(features);
    all.addAll(keep);
    Set<String> seen = new HashSet<>();
    for (String name : all) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "column '%s' has two roles; allowed: one of id, label, feature, keep".formatted(name));
      }
    }
  }

  /** Columns of which none is kept. */
  public static TrainingColumns of(String id, String label, List<String> features) {
    return new TrainingColumns(id, label, features, List.of());
  }
}
