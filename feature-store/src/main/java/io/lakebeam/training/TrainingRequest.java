package io.lakebeam.training;

import io.lakebeam.model.Origin;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

/**
 * All that {@link Training#run} needs to know.
 *
 * @param model the model's name
 * @param trainingSet the Parquet file with the rows
 * @param columns what its columns are for
 * @param algorithm the parameters of the fit
 * @param testFraction the share of rows of each class that is held out, between 0 and 1
 * @param origin table snapshots, versions, and the seed of the split and the fit
 * @param directory where the results go: absent, empty, or with the results of an earlier run
 * @param clock says when the model was created
 */
public record TrainingRequest(
    String model,
    Path trainingSet,
    TrainingColumns columns,
    GradientBoosting algorithm,
    double testFraction,
    Origin origin,
    Path directory,
    Clock clock) {

  /** Refuses nulls, a blank name and a fraction that is out of range. */
  public TrainingRequest {
    Objects.requireNonNull(trainingSet, "trainingSet");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(clock, "clock");
    if (model.isBlank()) {
      throw new IllegalArgumentException("a model needs a name; found: a blank one");
    }
    StratifiedSplit.checkFraction(testFraction);
  }
}
