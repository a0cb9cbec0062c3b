package io.lakebeam.quickstart;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.ingest.Ingest;
import io.lakebeam.runner.RunnerName;
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

  // Seam: the stages below are wired when their pipelines are merged.

  @Override
  public Map<String, Long> buildFeatures() {
    throw new QuickstartException(
        "the stage 'features' of " + project.name() + " is not merged yet");
  }

  @Override
  public long writeTrainingSet(String model, Path parquet) {
    throw new QuickstartException("the stage 'training set' is not merged yet");
  }

  @Override
  public TrainedModel train(TrainingOrder order) {
    throw new QuickstartException("the stage 'training' is not merged yet");
  }

  @Override
  public List<ReconciledTable> reconcile() {
    throw new QuickstartException("the stage 'reconciliation' is not merged yet");
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
    public long committedRecords() {
      return ingest.committedRecords();
    }

    @Override
    public Map<String, Long> rowsPerTable() {
      return Map.of();
    }

    @Override
    public Optional<Throwable> failure() {
      return Optional.empty();
    }

    @Override
    public void close() throws IOException {
      ingest.close();
    }
  }
}
