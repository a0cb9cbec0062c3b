package io.lakebeam.training;

import io.lakebeam.dataset.Column;
import io.lakebeam.dataset.ColumnType;
import io.lakebeam.dataset.ParquetTable;
import io.lakebeam.dataset.TableSchema;
import io.lakebeam.dataset.TableWriter;
import io.lakebeam.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains a model: reads the training set, splits it, fits, judges on the held-out rows, writes.
 *
 * <pre>{@code
 * TrainingResult result =
 *     Training.run(
 *         new TrainingRequest(
 *             "approval", file, columns, GradientBoosting.defaults(), 0.2, origin, directory, clock));
 * result.card().metrics().auc();
 * }</pre>
 *
 * <p>Guarantee: the same training rows, columns, parameters and origin give the same {@code
 * model.json}, byte for byte, on one machine: in another JVM, on another thread, with more or fewer
 * cores, and with the file's rows in another order. The results appear in their directory together
 * or not at all, and replace those of an earlier run.
 */
public final class Training {
  private static final String MODEL = "model.json";
  private static final String CARD = "card.json";
  private static final String PREDICTIONS = "predictions.parquet";

  private final TrainingRequest request;
  private final TrainingSet set;
  private final StratifiedSplit split;

  private Training(TrainingRequest request, TrainingSet set) {
    this.request = request;
    this.set = set;
    this.split = StratifiedSplit.of(set.labels(), request.testFraction(), request.origin().seed());
  }

  /**
   * Trains.
   *
   * @throws IOException when the training set cannot be read or the results cannot be written
   * @throws IllegalArgumentException when the training set breaks {@link TrainingSet}'s contract,
   *     has too few rows of a class to split, or the directory holds something else; nothing is
   *     written
   */
  public static TrainingResult run(TrainingRequest request) throws IOException {
    ResultDirectory directory =
        new ResultDirectory(request.directory(), List.of(MODEL, CARD, PREDICTIONS));
    return new Training(request, TrainingSet.read(request.trainingSet(), request.columns()))
        .into(directory);
  }

  private TrainingResult into(ResultDirectory directory) throws IOException {
    long start = System.nanoTime();
    Boosting.Fitted fitted =
        new Boosting(set, split.train()).fit(request.algorithm(), request.origin().seed());
    double seconds = (System.nanoTime() - start) / 1e9;
    Model model =
        new Model(request.model(), request.columns().label(), fitted.trees(), request.origin());
    int[] test = split.test();
    double[] probabilities = Arrays.stream(test).mapToDouble(row -> score(model, row)).toArray();
    Evaluation metrics =
        Evaluation.of(Arrays.stream(test).map(set::label).toArray(), probabilities);
    Card card = card(metrics, importance(model, fitted.importance()), seconds);
    directory.replace(
        place -> {
          model.write(place.resolve(MODEL));
          card.write(place.resolve(CARD));
          writePredictions(place.resolve(PREDICTIONS), probabilities);
        });
    Path place = request.directory();
    return new TrainingResult(
        model, card, place.resolve(MODEL), place.resolve(CARD), place.resolve(PREDICTIONS));
  }

  private double score(Model model, int row) {
    List<Object> values = new ArrayList<>();
    for (int feature = 0; feature < model.features().size(); feature++) {
      values.add(set.value(row, feature));
    }
    return model.score(values);
  }

  private void writePredictions(Path file, double[] probabilities) throws IOException {
    TrainingColumns columns = set.columns();
    List<Column> schema = new ArrayList<>(List.of(Column.required(columns.id(), ColumnType.INT64)));
    columns.keep().forEach(name -> schema.add(set.column(name)));
    schema.add(Column.required("label", ColumnType.INT32));
    schema.add(Column.required("probability", ColumnType.DOUBLE));
    schema.add(Column.required("prediction", ColumnType.INT32));
    int[] test = split.test();
    try (TableWriter writer = ParquetTable.writer(file, new TableSchema(schema))) {
      for (int i = 0; i < test.length; i++) {
        int row = test[i];
        List<Object> values = new ArrayList<>(List.of(set.id(row)));
        columns.keep().forEach(name -> values.add(set.value(row, name)));
        values.add(set.label(row));
        values.add(probabilities[i]);
        values.add(Model.prediction(probabilities[i]));
        writer.write(values.toArray());
      }
      writer.commit();
    }
  }

  private static List<Card.Importance> importance(Model model, List<Double> shares) {
    return IntStream.range(0, shares.size())
        .mapToObj(i -> new Card.Importance(model.features().get(i).name(), shares.get(i)))
        .sorted(Comparator.comparingDouble(Card.Importance::share).reversed())
        .toList();
  }

  private Card card(Evaluation metrics, List<Card.Importance> importance, double seconds)
      throws IOException {
    int[] train = split.train();
    int[] test = split.test();
    int trainPositives = Arrays.stream(train).map(set::label).sum();
    int testPositives = Arrays.stream(test).map(set::label).sum();
    return new Card(
        Card.FORMAT,
        request.model(),
        request.clock().instant(),
        request.origin(),
        new Card.Data(
            request.trainingSet().toString(),
            Checksum.ofFile(request.trainingSet()),
            set.rows(),
            trainPositives + testPositives,
            set.columns()),
        request.algorithm(),
        new Card.Split(
            "stratified",
            request.testFraction(),
            request.origin().seed(),
            train.length,
            trainPositives,
            test.length,
            testPositives,
            Checksum.ofLines(Arrays.stream(test).mapToObj(row -> Long.toString(set.id(row))))),
        metrics,
        importance,
        seconds);
  }
}
