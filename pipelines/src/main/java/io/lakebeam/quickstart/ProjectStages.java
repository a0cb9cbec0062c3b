package io.lakebeam.quickstart;

import io.lakebeam.dataset.ParquetTable;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.features.Features;
import io.lakebeam.ingest.Ingest;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.training.Evaluation;
import io.lakebeam.training.TrainingResult;
import io.lakebeam.trainingset.ModelTraining;
import io.lakebeam.trainingset.TrainingSets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stages of a project file, each the pipeline of its own package. */
public final class ProjectStages implements Stages {
  private final Project project;
  private final RunnerName runner;

  private ProjectStages(Project project, RunnerName runner) {
    this.project = project;
    this.runner = runner;
  }

  /** Reads and checks the project file; a {@link Stages.Factory}. */
  public static Stages open(Path projectFile, Map<String, String> variables, RunnerName runner) {
    return new ProjectStages(ProjectFile.read(projectFile, variables), runner);
  }

  @Override
  public String project() {
    return project.name();
  }

  @Override
  public Map<String, Double> required(String model) {
    try {
      Map<String, Double> required = new HashMap<>();
      project.model(model).require().forEach((metric, least) -> required.put(metric.key(), least));
      return required;
    } catch (IllegalArgumentException e) {
      throw new QuickstartException("quickstart.yaml: training-set.model: " + e.getMessage(), e);
    }
  }

  @Override
  public RunningIngest startIngest() {
    return new ProjectIngest(Ingest.start(project, runner));
  }

  @Override
  public Map<String, Long> buildFeatures() {
    return Features.run(project, runner);
  }

  @Override
  public long writeTrainingSet(String model, Path parquet) throws IOException {
    TrainingSets.run(project, model, runner, parquet);
    return ParquetTable.rows(parquet);
  }

  @Override
  public TrainedModel train(TrainingOrder order) throws IOException {
    TrainingResult trained =
        ModelTraining.run(
            project,
            order.model(),
            order.trainingSet(),
            order.results(),
            order.seed(),
            order.codeVersion());
    Evaluation found = trained.card().metrics();
    return new TrainedModel(
        new TrainedModel.Metrics(found.accuracy(), found.auc(), found.f1()),
        new TrainedModel.Confusion(
            found.confusion().trueNegative(),
            found.confusion().falsePositive(),
            found.confusion().falseNegative(),
            found.confusion().truePositive()),
        trained.card().fitSeconds(),
        new TrainedModel.Files(trained.predictionsFile(), trained.modelFile(), trained.cardFile()));
  }

  @Override
  public List<ReconciledTable> reconcile() {
    return Reconcile.of(project).run();
  }

  private record ProjectIngest(Ingest ingest) implements RunningIngest {
    @Override
    public void awaitFirstCommit(Duration atMost) {
      ingest.awaitFirstCommit(atMost);
    }

    @Override
    public void awaitCaughtUp(Duration atMost) {
      ingest.awaitCaughtUp(atMost);
    }

    @Override
    public long committedOffsets() {
      return ingest.committedOffsets();
    }

    @Override
    public Map<String, Long> rowsPerTable() {
      return ingest.rowsPerTable();
    }

    @Override
    public Optional<Throwable> failure() {
      return ingest.failure();
    }

    @Override
    public void close() throws IOException {
      ingest.close();
    }
  }
}
