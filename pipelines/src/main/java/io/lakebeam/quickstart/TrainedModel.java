package io.lakebeam.quickstart;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.util.Map;

/**
 * A model, as evaluated on rows it was not trained on.
 *
 * @param metrics accuracy, AUC and F1
 * @param confusion outcomes at threshold 0.5
 * @param fitSeconds the fit alone
 * @param files where the results are
 */
public record TrainedModel(Metrics metrics, Confusion confusion, double fitSeconds, Files files) {

  /** The metrics that decide whether a model is good enough; each between 0 and 1. */
  public record Metrics(double accuracy, double auc, double f1) {
    /** The metrics under the names that a project file requires them by. */
    @JsonIgnore
    public Map<String, Double> byName() {
      return Map.of("accuracy", accuracy, "auc", auc, "f1", f1);
    }
  }

  /** How many held-out rows were predicted how: actual class, then predicted class. */
  public record Confusion(
      long trueNegatives, long falsePositives, long falseNegatives, long truePositives) {}

  /** The files that training wrote. */
  public record Files(Path predictions, Path model, Path card) {}
}
