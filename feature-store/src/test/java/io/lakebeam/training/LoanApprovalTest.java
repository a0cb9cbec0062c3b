package io.lakebeam.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.dataset.Column;
import io.lakebeam.dataset.ColumnType;
import io.lakebeam.dataset.TableSchema;
import io.lakebeam.model.Model;
import io.lakebeam.model.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one fit of all 45,000 rows of the example; some ten seconds. */
class LoanApprovalTest {
  private static final Set<String> CATEGORIES =
      Set.of(
          "person_gender",
          "person_education",
          "person_home_ownership",
          "loan_intent",
          "previous_loan_defaults_on_file");

  @TempDir Path directory;

  @Test
  void reachesThePublishedFiguresAndScoresAsSmileDoes() throws IOException {
    TrainingSet set = loans();
    StratifiedSplit split = StratifiedSplit.of(set.labels(), 0.2, 42);
    Boosting boosting = new Boosting(set, split.train());
    Boosting.Fitted fitted = boosting.fit(GradientBoosting.defaults(), 42);
    Origin origin = new Origin("definition", "code", 42, Map.of());
    Path file = directory.resolve("model.json");
    new Model("approval", "loan_status", fitted.trees(), origin).write(file);

    Model model = Model.read(file);

    int[] test = split.test();
    assertThat(test).hasSize(9000);
    TrainingTest.assertSameAsSmile(model, fitted, boosting, set, test);
    Evaluation evaluation =
        Evaluation.of(
            Arrays.stream(test).map(set::label).toArray(),
            Arrays.stream(test)
                .mapToDouble(row -> model.score(TrainingTest.valuesOf(set, row)))
                .toArray());
    assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.932);
    assertThat(evaluation.auc()).isGreaterThanOrEqualTo(0.977);
    assertThat(evaluation.f1()).isGreaterThanOrEqualTo(0.838);
  }

  private TrainingSet loans() throws IOException {
    Path csv =
        Path.of(System.getProperty("lakebeam.home"))
            .resolve("pipelines/examples/loan-approval/loan_data.csv.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(csv)), StandardCharsets.UTF_8))) {
      List<String> names = List.of(lines.readLine().split(",", -1));
      List<Column> columns = new ArrayList<>(List.of(Column.required("row", ColumnType.INT64)));
      names.forEach(name -> columns.add(Column.required(name, type(name))));
      List<Object[]> rows = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(row(rows.size(), names, line.split(",", -1)));
      }
      Path file = Orchard.write(directory.resolve("set.parquet"), new TableSchema(columns), rows);
      return TrainingSet.read(
          file, TrainingColumns.of("row", "loan_status", names.subList(0, names.size() - 1)));
    }
  }

  private static Object[] row(long id, List<String> names, String[] fields) {
    List<Object> row = new ArrayList<>(List.of(id));
    for (int i = 0; i < fields.length; i++) {
      row.add(
          switch (type(names.get(i))) {
            case STRING -> fields[i];
            case INT32 -> Integer.valueOf(fields[i]);
            default -> Double.valueOf(fields[i]);
          });
    }
    return row.toArray();
  }

  private static ColumnType type(String name) {
    if (CATEGORIES.contains(name)) {
      return ColumnType.STRING;
    }
    return name.equals("loan_status") ? ColumnType.INT32 : ColumnType.DOUBLE;
  }
}
