package io.lakebeam.quickstart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A report for people: aligned columns, plain characters, nothing that a terminal must know. */
public final class ReportText {
  private final Report report;
  private final List<String> lines = new ArrayList<>();

  private ReportText(Report report) {
    this.report = report;
  }

  /** The report as text, its lines ending in line feeds. */
  public static String of(Report report) {
    return new ReportText(report).render();
  }

  private String render() {
    line("%s on %s, seed %d", report.project(), report.runner(), report.seed());
    stages();
    tables();
    reconciliation();
    model();
    artifacts();
    checks();
    servers();
    line("");
    line(
        "%s in %.1f s%s",
        report.passed() ? "Passed" : "FAILED",
        report.seconds(),
        report.peakMemoryMb().isPresent()
            ? String.format(
                Locale.ROOT, ", at most %,d MiB of memory", report.peakMemoryMb().getAsLong())
            : "");
    return String.join("\n", lines) + "\n";
  }

  private void stages() {
    TextTable table = new TextTable("stage", "seconds", "rows", "rows/s");
    report
        .stages()
        .forEach(
            stage ->
                table.row(
                    stage.name(),
                    String.format(Locale.ROOT, "%.1f", stage.seconds()),
                    count(stage.rows()),
                    count(stage.rowsPerSecond())));
    add(table);
  }

  private void tables() {
    TextTable table = new TextTable("lake table", "rows");
    report.tables().forEach((name, rows) -> table.row(name, count(rows)));
    add(table);
  }

  private void reconciliation() {
    TextTable table = new TextTable("reconciled", "source", "lake", "differences");
    report
        .reconciliation()
        .forEach(
            compared ->
                table.row(
                    compared.table(),
                    count(compared.sourceRows()),
                    count(compared.lakeRows()),
                    count(compared.differences())));
    add(table);
    line("");
    line(
        "Training rows reproduced: %,d of %,d%s",
        report.trainingRows().reproduced(),
        report.trainingRows().expected(),
        report.trainingRows().extra() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d extra", report.trainingRows().extra()));
  }

  private void model() {
    TrainedModel.Metrics metrics = report.metrics();
    line(
        "Held-out rows: accuracy %.4f, AUC %.4f, F1 %.4f",
        metrics.accuracy(), metrics.auc(), metrics.f1());
    TrainedModel.Confusion confusion = report.confusion();
    TextTable table = new TextTable("confusion matrix", "predicted 0", "predicted 1");
    table.row("actual 0", count(confusion.trueNegatives()), count(confusion.falsePositives()));
    table.row("actual 1", count(confusion.falseNegatives()), count(confusion.truePositives()));
    add(table);
  }

  private void artifacts() {
    line("");
    artifact("training set", report.artifacts().trainingSet());
    artifact("predictions", report.artifacts().predictions());
    artifact("model", report.artifacts().model());
    artifact("card", report.artifacts().card());
  }

  private void artifact(String name, Path path) {
    line("%-12s  %s", name, path);
  }

  private void checks() {
    line("");
    report
        .checks()
        .forEach(
            check ->
                line(
                    "%s  %s: %s",
                    check.passed() ? "ok    " : "FAILED", check.name(), check.detail()));
  }

  private void servers() {
    report
        .servers()
        .ifPresent(
            kept -> {
              line("");
              line("The servers stay up.");
              line("%-12s  %s", "PostgreSQL", kept.postgres());
              line("%-12s  %s", "psql", kept.psql());
              line("%-12s  %s", "Kafka", kept.kafka());
              line("%-12s  %s", "Connect", kept.connect());
              line(
                  "%-12s  %s (the project file's variables, password included)",
                  "environment", kept.environment());
              line("%-12s  %s", "stop", kept.stop());
            });
  }

  private void add(TextTable table) {
    line("");
    lines.addAll(table.lines());
  }

  private void line(String format, Object... arguments) {
    lines.add(String.format(Locale.ROOT, format, arguments));
  }

  private static String count(OptionalLong number) {
    return number.isPresent() ? count(number.getAsLong()) : "";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
