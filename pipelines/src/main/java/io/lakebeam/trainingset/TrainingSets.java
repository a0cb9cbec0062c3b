package io.lakebeam.trainingset;

import io.lakebeam.definition.ModelDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Alone;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.runner.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.Pipeline;

/**
 * Point-in-time training sets: a model's labels, each with what every feature view knew at the
 * label's time.
 *
 * <pre>{@code
 * TrainingSetManifest made =
 *     TrainingSets.run(project, "churn", RunnerName.DIRECT, Path.of("training-set.parquet"));
 * }</pre>
 */
public final class TrainingSets {
  private TrainingSets() {}

  /**
   * Writes the training set as one Parquet file, and beside it what it was made of ({@link
   * TrainingSetManifest}). The columns are those that the model keeps, its features, its label.
   *
   * <p>The lake remembers where, so that rows can be erased from it. Another one that is being made
   * is waited for.
   *
   * @throws LakeException if the lake lacks a table or column that the model needs, or there is no
   *     label
   */
  @SuppressWarnings("try") // held, not used
  public static TrainingSetManifest run(
      Project project, String modelName, Runner runner, Path parquet) throws IOException {
    Lake lake = project.lake().open();
    Truncations.settle(lake);
    // What was read before somebody was erased must not be written after it.
    try (Alone alone = Alone.at(lake, MadeTrainingSet.TASK)) {
      MadeTrainingSet.by(project.model(modelName), parquet.toAbsolutePath()).rememberIn(lake);
      return make(project, modelName, runner, parquet);
    }
  }

  private static TrainingSetManifest make(
      Project project, String modelName, Runner runner, Path parquet) throws IOException {
    ModelDefinition model = project.model(modelName);
    TrainingSetPlan plan = TrainingSetPlan.of(project, model, parquet.toAbsolutePath());
    TrainingSetManifest.delete(parquet);
    Files.deleteIfExists(parquet);
    Pipeline pipeline = Pipeline.create(runner.batch(project.name() + "-training-set"));
    TrainingSetPipeline.build(pipeline, plan);
    runner.runToEnd(pipeline);
    if (!Files.exists(parquet)) {
      throw new LakeException(
          "model %s: nothing is at %s: table %s has no label, or the workers write to another machine"
              .formatted(modelName, parquet, model.labels().from()));
    }
    TrainingSetManifest manifest =
        new TrainingSetManifest(modelName, project.version(), plan.snapshots());
    manifest.write(parquet);
    return manifest;
  }
}
