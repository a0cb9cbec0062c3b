package io.lakebeam.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lakebeam.dataset.ParquetTable;
import io.lakebeam.dataset.TableData;
import io.lakebeam.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smile.math.MathEx;

class TrainingTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void writeTheSet() throws IOException {
    file = Orchard.write(directory.resolve("set.parquet"), Orchard.rows(1200));
  }

  @Test
  void writesModelCardAndPredictionsThatAgree() throws IOException {
    TrainingResult result = train("result");

    TableData predictions = ParquetTable.read(result.predictionsFile());
    assertThat(predictions.schema().names())
        .containsExactly("tree", "picked", "label", "probability", "prediction");
    Model model = Model.read(result.modelFile());
    TrainingSet set = TrainingSet.read(file, Orchard.COLUMNS);
    int[] labels = new int[predictions.rows()];
    double[] probabilities = new double[predictions.rows()];
    for (int i = 0; i < predictions.rows(); i++) {
      int row = (int) ((long) predictions.value(i, 0) - 100);
      labels[i] = (int) predictions.value(i, 2);
      probabilities[i] = (double) predictions.value(i, 3);
      assertThat(labels[i]).isEqualTo(set.label(row));
      assertThat(predictions.value(i, 1)).isEqualTo(set.value(row, "picked"));
      assertThat(model.score(valuesOf(set, row))).isEqualTo(probabilities[i]);
      assertThat(predictions.value(i, 4)).isEqualTo(Model.prediction(probabilities[i]));
    }
    assertThat(Evaluation.of(labels, probabilities)).isEqualTo(result.card().metrics());
    assertThat(result.card().metrics().auc()).isGreaterThan(0.9);
    assertThat(filesIn(directory)).containsExactlyInAnyOrder("set.parquet", "result");
  }

  @Test
  void describesItsOriginAndSplitOnTheCard() throws IOException {
    Card card = Card.read(train("result").cardFile());

    assertThat(card.createdAt()).isEqualTo(Orchard.CLOCK.instant());
    assertThat(card.origin()).isEqualTo(Orchard.request(file, directory).origin());
    assertThat(card.algorithm()).isEqualTo(Orchard.SMALL);
    assertThat(card.trainingSet().rows()).isEqualTo(1200);
    assertThat(card.trainingSet().sha256()).hasSize(64).isEqualTo(Checksum.ofFile(file));
    assertThat(card.split().trainRows() + card.split().testRows()).isEqualTo(1200);
    assertThat(card.split().testRowsSha256()).hasSize(64);
    assertThat(card.fitSeconds()).isPositive();
    assertThat(card.importance().get(0).feature()).isEqualTo("weight");
    assertThat(card.importance().stream().mapToDouble(Card.Importance::share).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(Files.readString(directory.resolve("result/card.json")))
        .contains("\"log_loss\" : ", "\"created_at\" : \"2026-11-21T12:00:00Z\"");
  }

  @Test
  void writesTheSameModelWhateverTheThreadTheFilesOrderAndWhatWasDrawnBefore() throws Exception {
    Path model = train("first").modelFile();
    MathEx.random();
    Path shuffled =
        Orchard.write(directory.resolve("shuffled.parquet"), Orchard.shuffled(Orchard.rows(1200)));

    assertThat(train("second").modelFile()).hasSameBinaryContentAs(model);
    Path elsewhere =
        CompletableFuture.supplyAsync(
                () -> {
                  try {
                    Path target = directory.resolve("third");
                    return Training.run(Orchard.request(shuffled, target)).modelFile();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .get(60, TimeUnit.SECONDS);
    assertThat(elsewhere).hasSameBinaryContentAs(model);
  }

  @Test
  void writesTheSameModelInAnotherProcessWithAnotherNumberOfCores() throws Exception {
    Path model = train("here").modelFile();
    for (int cores : new int[] {1, 5}) {
      Path there = directory.resolve("there" + cores);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:ActiveProcessorCount=" + cores,
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  Orchard.class.getName(),
                  file.toString(),
                  there.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("out.txt").toFile())
              .start();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(directory.resolve("out.txt"))).isZero();
      assertThat(there.resolve("model.json")).hasSameBinaryContentAs(model);
    }
  }

  @Test
  void writesAnotherModelForAnotherSeed() throws IOException {
    TrainingSet set = TrainingSet.read(file, Orchard.COLUMNS);
    int[] rows = IntStream.range(0, 1200).toArray();

    double[] codes = {200, 1, 5, 0};
    assertThat(new Boosting(set, rows).fit(Orchard.SMALL, 1).trees().probability(codes))
        .isNotEqualTo(new Boosting(set, rows).fit(Orchard.SMALL, 2).trees().probability(codes));
  }

  @Test
  void scoresAsSmileDoesAlsoWhereValuesAreMissingOrUnknown() throws IOException {
    List<Object[]> rows = Orchard.rows(1200);
    rows.get(7)[2] = "Wild";
    TrainingSet set =
        TrainingSet.read(Orchard.write(directory.resolve("wild.parquet"), rows), Orchard.COLUMNS);
    int[] train = IntStream.range(100, 1200).toArray();
    int[] test = IntStream.range(0, 100).toArray();
    Boosting boosting = new Boosting(set, train);
    Boosting.Fitted fitted = boosting.fit(Orchard.SMALL, 42);
    Model model = new Model("m", "ripe", fitted.trees(), Orchard.request(file, directory).origin());

    assertThat(rows.subList(0, 100))
        .anyMatch(row -> row[1] == null)
        .anyMatch(row -> row[2] == null);
    assertSameAsSmile(model, fitted, boosting, set, test);
  }

  @Test
  void learnsFromMissingValues() throws IOException {
    List<Object[]> rows = Orchard.rows(400);
    rows.forEach(row -> row[1] = (int) row[6] == 1 ? null : 100.0);
    Path known = Orchard.write(directory.resolve("known.parquet"), rows);

    TrainingResult result = Training.run(Orchard.request(known, directory.resolve("result")));

    assertThat(result.card().metrics().accuracy()).isEqualTo(1);
  }

  @Test
  void replacesAnEarlierResultButNothingElse() throws IOException {
    train("result");
    train("result");
    assertThat(filesIn(directory.resolve("result"))).hasSize(3);
    Files.writeString(directory.resolve("result/notes.txt"), "mine");

    assertThatThrownBy(() -> train("result"))
        .hasMessageContaining("result: found [notes.txt], which training did not write");
    assertThatThrownBy(() -> train("set.parquet"))
        .hasMessageContaining("set.parquet: found a file; allowed: a directory");
  }

  @Test
  void writesNothingWhenTheSetCannotBeSplit() throws IOException {
    List<Object[]> rows = Orchard.rows(50);
    rows.forEach(row -> row[6] = 0);
    Path same = Orchard.write(directory.resolve("same.parquet"), rows);

    assertThatThrownBy(() -> Training.run(Orchard.request(same, directory.resolve("result"))))
        .hasMessageContaining("rows with label 1; found: 0 such rows");
    assertThat(directory.resolve("result")).doesNotExist();
  }

  static void assertSameAsSmile(
      Model model, Boosting.Fitted fitted, Boosting boosting, TrainingSet set, int[] rows) {
    var frame = boosting.frame(rows);
    double[] posteriors = new double[2];
    for (int i = 0; i < rows.length; i++) {
      int label = fitted.smile().predict(frame.get(i), posteriors);
      double probability = model.score(valuesOf(set, rows[i]));
      assertThat(probability).isCloseTo(posteriors[1], within(1e-12));
      assertThat(Model.prediction(probability)).isEqualTo(label);
    }
  }

  static List<Object> valuesOf(TrainingSet set, int row) {
    return new ArrayList<>(
        Arrays.asList(
            IntStream.range(0, set.columns().features().size())
                .mapToObj(feature -> set.value(row, feature))
                .toArray()));
  }

  private TrainingResult train(String name) throws IOException {
    return Training.run(Orchard.request(file, directory.resolve(name)));
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(found -> found.getFileName().toString()).toList();
    }
  }
}
