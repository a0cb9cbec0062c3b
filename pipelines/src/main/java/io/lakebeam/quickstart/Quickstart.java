package io.lakebeam.quickstart;

import io.lakebeam.reconcile.ReconciledTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One run of the whole road: servers, data, ingest while the source changes, features, training
 * set, model, and the checks that prove each of them.
 *
 * <pre>{@code
 * Report report = new Quickstart(options, servers, stages, progress, workdir).run();
 * report.failures().forEach(...);
 * }</pre>
 *
 * <p>What can be checked before anything starts is: the example, the project file, every value of
 * the data. Whatever happens, at the end, at a failure or at a signal, all that was started is
 * stopped, and in reverse order; only a run that passed leaves its servers up when it was asked to.
 */
public final class Quickstart {
  private static final Duration INGEST_PATIENCE = Duration.ofMinutes(5);

  private final QuickstartOptions options;
  private final Servers.Launcher launcher;
  private final Stages.Factory stagesOf;
  private final Workdir workdir;
  private final Timeline timeline;
  private final OpenResources resources = new OpenResources();

  /**
   * Makes a run.
   *
   * @param workdir claimed by the caller, who also closes it
   */
  public Quickstart(
      QuickstartOptions options,
      Servers.Launcher launcher,
      Stages.Factory stagesOf,
      Progress progress,
      Workdir workdir) {
    this.options = options;
    this.launcher = launcher;
    this.stagesOf = stagesOf;
    this.workdir = workdir;
    this.timeline = new Timeline(progress);
  }

  /**
   * Runs all stages.
   *
   * @throws QuickstartException if the run cannot go on; a check that fails is in the report
   *     instead
   * @throws InterruptedException if the JVM is being ended
   */
  public Report run() throws Exception {
    try (StopOnSignal signal = new StopOnSignal(resources)) {
      try (OpenResources all = resources) {
        return run(all.add(new PeakMemory()));
      } catch (Exception e) {
        if (signal.isStopping()) {
          InterruptedException stopped = new InterruptedException("stopped by a signal");
          stopped.initCause(e);
          throw stopped;
        }
        throw e;
      }
    }
  }

  private Report run(PeakMemory memory) throws Exception {
    Prepared prepared =
        timeline.time("input", () -> Prepared.from(options, stagesOf, workdir), Prepared::rows);
    Servers servers = timeline.time("servers", this::startServers);
    Map<String, String> variables = Prepared.variables(servers, workdir);
    Stages stages = stagesOf.open(prepared.example().projectFile(), variables, options.runner());
    Findings findings = new Findings();

    timeline.time(
        "load", () -> prepared.load().into(servers.source(), prepared.rows()), rows -> rows);
    new IngestWhileChanging(
            prepared, stages, servers.source(), resources, timeline, INGEST_PATIENCE)
        .run(findings);
    findings.tables.putAll(timeline.time("features", stages::buildFeatures, Quickstart::sum));

    String model = prepared.example().script().trainingSet().model();
    Path trainingSet = workdir.results().resolve("training-set.parquet");
    timeline.time("training set", () -> stages.writeTrainingSet(model, trainingSet), rows -> rows);
    Stages.TrainingOrder order =
        new Stages.TrainingOrder(
            model,
            trainingSet,
            workdir.results().resolve(model),
            options.seed(),
            options.codeVersion());
    TrainedModel trained =
        timeline.time("training", () -> stages.train(order), unused -> prepared.rows());

    findings.reconciliation =
        timeline.time("reconciliation", stages::reconcile, Quickstart::sourceRows);
    findings.trainingRows =
        timeline.time(
            "comparison with the data file",
            () -> prepared.witness().compare(trainingSet),
            TrainingRows::expected);
    List<Check> checks =
        findings.checks(prepared.isWholeExample() ? stages.required(model) : Map.of(), trained);
    Optional<KeptServers> kept = keptServers(checks, servers, variables);
    return report(
        stages.project(), findings, trained, trainingSet, checks, kept, memory.mebibytes());
  }

  private Servers startServers() throws Exception {
    Servers servers = resources.add(launcher.start(workdir.servers(), options.ports()));
    LeftServers.note(workdir.root(), servers.pid());
    return servers;
  }

  private Optional<KeptServers> keptServers(
      List<Check> checks, Servers servers, Map<String, String> variables) throws IOException {
    boolean keep = options.keepServers() && checks.stream().allMatch(Check::passed);
    return keep ? Optional.of(KeptServers.keep(servers, variables, workdir)) : Optional.empty();
  }

  private Report report(
      String project,
      Findings findings,
      TrainedModel trained,
      Path trainingSet,
      List<Check> checks,
      Optional<KeptServers> kept,
      OptionalLong peakMemory) {
    return new Report(
        project,
        options.runner().option(),
        options.seed(),
        checks.stream().allMatch(Check::passed),
        0,
        peakMemory,
        timeline.times(),
        new TreeMap<>(findings.tables),
        findings.changes,
        findings.isReconciled(),
        findings.reconciliation,
        findings.trainingRows,
        trained.metrics(),
        trained.confusion(),
        new Report.Artifacts(
            trainingSet,
            trained.files().predictions(),
            trained.files().model(),
            trained.files().card()),
        new ArrayList<>(checks),
        kept);
  }

  private static long sum(Map<String, Long> rows) {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long sourceRows(List<ReconciledTable> tables) {
    return tables.stream().mapToLong(ReconciledTable::sourceRows).sum();
  }
}
