package io.lakebeam.quickstart;

import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The stages of the road for one project, each the same pipeline that its own verb runs.
 *
 * <p>Called in this order, each once, by one thread. A stage that fails throws; an {@link
 * InterruptedException} means that the run is being stopped.
 */
public interface Stages {

  /** Opens the stages of a project. */
  @FunctionalInterface
  interface Factory {
    /**
     * Reads and checks the project file; starts nothing.
     *
     * @param projectFile the project file
     * @param variables values of its {@code ${NAME}}s: POSTGRES_URL, POSTGRES_USER,
     *     POSTGRES_PASSWORD, POSTGRES_PASSWORD_REFERENCE, KAFKA_BOOTSTRAP_SERVERS, CONNECT_URL,
     *     WAREHOUSE
     * @param runner what runs the pipelines
     */
    Stages open(Path projectFile, Map<String, String> variables, RunnerName runner);
  }

  /** The project's name. */
  String project();

  /** The least value of each metric that the model must reach: accuracy, auc, f1. */
  Map<String, Double> required(String model);

  /** Starts the ingest and returns while it runs. */
  RunningIngest startIngest() throws Exception;

  /** Builds all feature views and returns each view's rows. */
  Map<String, Long> buildFeatures() throws Exception;

  /** Writes a model's training set as one Parquet file and returns its rows. */
  long writeTrainingSet(String model, Path parquet) throws Exception;

  /** Trains a model on the training set that was written. */
  TrainedModel train(TrainingOrder order) throws Exception;

  /** Compares each ingested table with its source. */
  List<ReconciledTable> reconcile() throws Exception;

  /**
   * What to train, and where the results go.
   *
   * @param model its name in the project file
   * @param trainingSet Parquet file that {@link #writeTrainingSet} wrote
   * @param results directory for {@code model.json}, {@code card.json} and {@code
   *     predictions.parquet}
   * @param seed of the split and of the training
   * @param codeVersion for the model's card
   */
  record TrainingOrder(
      String model, Path trainingSet, Path results, long seed, String codeVersion) {}
}
