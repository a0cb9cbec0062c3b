package io.lakebeam.training;

import io.lakebeam.model.Model;
import java.nio.file.Path;

/**
 * What {@link Training#run} made, and where it lies.
 *
 * @param model the trained model
 * @param card its card: origin, split, metrics
 * @param modelFile the model's JSON
 * @param cardFile the card's JSON
 * @param predictionsFile Parquet: the id column, the kept columns, {@code label} (INT32), {@code
 *     probability} (DOUBLE, of label 1) and {@code prediction} (INT32) of each held-out row, by
 *     rising id
 */
public record TrainingResult(
    Model model, Card card, Path modelFile, Path cardFile, Path predictionsFile) {}
