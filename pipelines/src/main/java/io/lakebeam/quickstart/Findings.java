package io.lakebeam.quickstart;

import io.lakebeam.reconcile.ReconciledTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the stages of one run have found so far, and the checks that follow from it. */
final class Findings {
  final Map<String, Long> tables = new TreeMap<>();
  final List<Check> expectations = new ArrayList<>();
  long changes;
  List<ReconciledTable> reconciliation = List.of();
  TrainingRows trainingRows = new TrainingRows(0, 0, 0, "");

  boolean isReconciled() {
    return !reconciliation.isEmpty() && reconciliation.stream().allMatch(ReconciledTable::isEqual);
  }

  /**
   * All checks in the order of the report; the model's only against the metrics that are required.
   */
  List<Check> checks(Map<String, Double> required, TrainedModel trained) {
    List<Check> checks = new ArrayList<>(expectations);
    reconciliation.forEach(table -> checks.add(reconciled(table)));
    if (reconciliation.isEmpty()) {
      checks.add(new Check("lake equals source", false, "no table was compared"));
    }
    checks.add(reproduced());
    Map<String, Double> metrics = trained.metrics().byName();
    new TreeMap<>(required)
        .forEach((metric, least) -> checks.add(reached(metric, metrics.get(metric), least)));
    return checks;
  }

  private static Check reconciled(ReconciledTable table) {
    String rows =
        String.format(
            "%d rows in the source, %d in the lake", table.sourceRows(), table.lakeRows());
    String differences = table.differences() + " differences: " + table.first();
    return new Check(
        table.table() + " equals its source",
        table.isEqual(),
        table.isEqual() ? rows : rows + ", " + differences);
  }

  private Check reproduced() {
    String counts =
        String.format(
            "%d of %d rows reproduced, %d extra",
            trainingRows.reproduced(), trainingRows.expected(), trainingRows.extra());
    return new Check(
        "training set equals the data file",
        trainingRows.isExact(),
        trainingRows.isExact() ? counts : counts + "; " + trainingRows.difference());
  }

  private static Check reached(String metric, Double found, double least) {
    return new Check(
        "model's " + metric,
        found != null && found >= least,
        found == null
            ? "is not measured; allowed: accuracy, auc, f1"
            : String.format(Locale.ROOT, "%.4f, at least %.4f", found, least));
  }
}
