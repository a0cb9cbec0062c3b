package io.lakebeam.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.model.Feature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetTest {
  @TempDir Path directory;

  @Test
  void ordersRowsByTheirIdWhateverTheOrderOfTheFile() throws IOException {
    List<Object[]> rows = Orchard.rows(50);
    TrainingSet set = read(Orchard.shuffled(rows));

    assertThat(set.rows()).isEqualTo(50);
    for (int row = 0; row < 50; row++) {
      assertThat(set.id(row)).isEqualTo(100 + row);
      assertThat(set.value(row, 0)).isEqualTo(rows.get(row)[1]);
      assertThat(set.value(row, "picked")).isEqualTo(rows.get(row)[5]);
      assertThat(set.label(row)).isEqualTo(rows.get(row)[6]);
    }
  }

  @Test
  void knowsOnlyTheCategoriesOfTheRowsToTrainOn() throws IOException {
    List<Object[]> rows = Orchard.rows(50);
    rows.get(49)[2] = "Wild";
    TrainingSet set = read(rows);

    List<String> names = List.of("Boskoop", "Elstar", "Gala", "Topaz");
    assertThat(set.features(IntStream.range(0, 49).toArray()))
        .containsExactly(
            Feature.numeric("weight"),
            Feature.categorical("sort", names),
            Feature.numeric("rings"),
            Feature.numeric("sprayed"));
  }

  @Test
  void saysWhichRowBreaksTheContract() {
    assertThatThrownBy(() -> readWith(3, 0, 100L))
        .hasMessageContaining("set.parquet: column 'tree' holds 100 twice");
    assertThatThrownBy(() -> readWith(3, 6, 2))
        .hasMessageContaining("set.parquet tree 103: label 'ripe' is 2; allowed: 0 or 1");
    assertThatThrownBy(() -> readWith(3, 1, Double.NEGATIVE_INFINITY))
        .hasMessageContaining("set.parquet tree 103: feature 'weight' is -Infinity; allowed: null");
  }

  @Test
  void saysWhichColumnIsMissingOrOfAnotherType() throws IOException {
    Path file = Orchard.write(directory.resolve("set.parquet"), Orchard.rows(20));
    assertThatThrownBy(
            () -> TrainingSet.read(file, TrainingColumns.of("tree", "ripe", List.of("wait"))))
        .hasMessageContaining("column 'wait' is missing; found: [tree, weight, sort, rings");
    assertThatThrownBy(
            () -> TrainingSet.read(file, TrainingColumns.of("tree", "ripe", List.of("picked"))))
        .hasMessageContaining(
            "column 'picked' is TIMESTAMP_MICROS; allowed: [INT32, INT64, DOUBLE");
    assertThatThrownBy(
            () -> TrainingSet.read(file, TrainingColumns.of("sort", "ripe", List.of("rings"))))
        .hasMessageContaining("column 'sort' is STRING; allowed: [INT32, INT64]");
  }

  @Test
  void refusesAColumnWithTwoRoles() {
    assertThatThrownBy(() -> TrainingColumns.of("tree", "ripe", List.of("rings", "ripe")))
        .hasMessageContaining("column 'ripe' has two roles");
    assertThatThrownBy(() -> TrainingColumns.of("tree", "ripe", List.of()))
        .hasMessageContaining("at least one feature");
  }

  private TrainingSet readWith(int row, int column, Object value) throws IOException {
    List<Object[]> rows = Orchard.rows(20);
    rows.get(row)[column] = value;
    return read(rows);
  }

  private TrainingSet read(List<Object[]> rows) throws IOException {
    return TrainingSet.read(Orchard.write(directory.resolve("set.parquet"), rows), Orchard.COLUMNS);
  }
}
