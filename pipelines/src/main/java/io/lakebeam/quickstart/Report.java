package io.lakebeam.quickstart;

import io.lakebeam.reconcile.ReconciledTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run did and proved. As JSON its names are in snake_case; paths are absolute.
 *
 * @param project the project's name
 * @param runner which runner ran the pipelines
 * @param seed of data, split and training
 * @param passed whether every check passed
 * @param seconds of the whole command, from the JVM's start
 * @param peakMemoryMb most memory of all processes together, in MiB of PSS; nothing where it cannot
 *     be known
 * @param stages where the time went
 * @param tables rows of each lake table
 * @param changes rows that the second client changed
 * @param reconciled whether every table equals its source
 * @param reconciliation each table's comparison
 * @param trainingRows how much of the data file the training set gives back
 * @param metrics of the model on held-out rows
 * @param confusion of the model on held-out rows
 * @param artifacts the files that were made
 * @param checks all that was checked
 * @param servers how to reach the servers, where they were kept
 */
public record Report(
    String project,
    String runner,
    long seed,
    boolean passed,
    double seconds,
    OptionalLong peakMemoryMb,
    List<StageTime> stages,
    Map<String, Long> tables,
    long changes,
    boolean reconciled,
    List<ReconciledTable> reconciliation,
    TrainingRows trainingRows,
    TrainedModel.Metrics metrics,
    TrainedModel.Confusion confusion,
    Artifacts artifacts,
    List<Check> checks,
    Optional<KeptServers> servers) {

  /** Files that a run leaves. */
  public record Artifacts(Path trainingSet, Path predictions, Path model, Path card) {}

  /**
   * The same report with the time of the whole command, which is known only when everything has
   * stopped.
   */
  public Report withSeconds(double wholeCommand) {
    return new Report(
        project,
        runner,
        seed,
        passed,
        wholeCommand,
        peakMemoryMb,
        stages,
        tables,
        changes,
        reconciled,
        reconciliation,
        trainingRows,
        metrics,
        confusion,
        artifacts,
        checks,
        servers);
  }

  /** The checks that did not pass. */
  public List<Check> failures() {
    return checks.stream().filter(check -> !check.passed()).toList();
  }
}
