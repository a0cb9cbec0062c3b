package io.lakebeam.trainingset;

import io.lakebeam.definition.BoostingParameters;
import io.lakebeam.definition.FeatureReference;
import io.lakebeam.definition.ModelDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.model.Origin;
import io.lakebeam.training.GradientBoosting;
import io.lakebeam.training.Training;
import io.lakebeam.training.TrainingColumns;
import io.lakebeam.training.TrainingRequest;
import io.lakebeam.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Trains a model of the project on a training set that {@link TrainingSets} wrote. */
public final class ModelTraining {
  private ModelTraining() {}

  /**
   * Splits, fits and evaluates as the model's definition says, and writes model, card and held-out
   * predictions into {@code directory}.
   *
   * @param seed of the split and of the fit
   * @param codeVersion for the card
   */
  public static TrainingResult run(
      Project project,
      String modelName,
      Path trainingSet,
      Path directory,
      long seed,
      String codeVersion)
      throws IOException {
    ModelDefinition model = project.model(modelName);
    TrainingSetManifest made = TrainingSetManifest.read(trainingSet);
    List<String> identity = TrainingSetPlan.identity(model);
    TrainingColumns columns =
        new TrainingColumns(
            identity.get(0),
            model.labels().as(),
            model.features().stream().map(FeatureReference::name).toList(),
            identity.subList(1, identity.size()));
    return Training.run(
        new TrainingRequest(
            modelName,
            trainingSet,
            columns,
            boosting(model.parameters()),
            model.split().test(),
            new Origin(made.definitionVersion(), codeVersion, seed, made.tableSnapshots()),
            directory,
            Clock.systemUTC()));
  }

  private static GradientBoosting boosting(BoostingParameters parameters) {
    return GradientBoosting.defaults()
        .withTrees(parameters.trees())
        .withMaxNodes(parameters.maxNodes())
        .withShrinkage(parameters.shrinkage())
        .withSubsample(parameters.subsample());
  }
}
