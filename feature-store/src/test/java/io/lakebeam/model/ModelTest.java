package io.lakebeam.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {
  /** income at most 9.5: 0.4; else owner: -0.2; else 1. Then a tree that is one leaf. */
  private static final Model MODEL =
      new Model(
          "approval",
          "approved",
          new BoostedTrees(
              List.of(
                  Feature.numeric("income"),
                  Feature.categorical("ownership", List.of("OWN", "RENT"))),
              List.of(
                  new Tree(
                      new int[] {0, -1, 1, -1, -1},
                      new double[] {9.5, 0, 0, 0, 0},
                      new int[] {1, -1, 3, -1, -1},
                      new int[] {2, -1, 4, -1, -1},
                      new double[] {0, 0.4, 0, -0.2, 1}),
                  new Tree(
                      new int[] {-1},
                      new double[] {0},
                      new int[] {-1},
                      new int[] {-1},
                      new double[] {0.5})),
              -0.25,
              0.5),
          new Origin("definition 3", "0.1.0", 42, Map.of("gold.b", 7L, "gold.a", 5L)));

  @TempDir Path directory;

  @Test
  void sumsTheLeavesThatARowReaches() {
    // F = -0.25 + 0.5 * (leaf + 0.5); probability = 1 / (1 + e^-2F)
    assertThat(score(9.5, "RENT")).isCloseTo(1 / (1 + Math.exp(-0.4)), within(1e-15));
    assertThat(score(9.6, "OWN")).isCloseTo(1 / (1 + Math.exp(0.2)), within(1e-15));
    assertThat(score(9.6, "RENT")).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-15));
  }

  @Test
  void sendsAMissingNumberToTheGreaterSide() {
    assertThat(score(null, "OWN")).isEqualTo(score(1e9, "OWN"));
    assertThat(score(Double.NaN, "OWN")).isEqualTo(score(1e9, "OWN"));
  }

  @Test
  void takesAnUnknownCategoryAndNullForNoneOfTheKnown() {
    assertThat(score(10, "TENT")).isEqualTo(score(10, null)).isEqualTo(score(10, "RENT"));
    assertThat(score(10, "TENT")).isNotEqualTo(score(10, "OWN"));
  }

  @Test
  void takesAnyNumberAndBooleansForNumbers() {
    assertThat(score(9, "OWN")).isEqualTo(score(9L, "OWN")).isEqualTo(score(9f, "OWN"));
    assertThat(score(true, "OWN")).isEqualTo(score(1.0, "OWN"));
  }

  @Test
  void refusesARowThatDoesNotFit() {
    assertThatThrownBy(() -> score("12", "OWN"))
        .hasMessage("feature 'income' found: String '12'; allowed: a number, a boolean or null");
    assertThatThrownBy(() -> score(12, 3))
        .hasMessage("feature 'ownership' found: Integer '3'; allowed: a string or null");
    assertThatThrownBy(() -> MODEL.score(Map.of("incme", 3, "ownership", "OWN")))
        .hasMessage(
            "model 'approval': feature 'income' is absent; found: [incme, ownership]; a missing value is given as null");
    assertThatThrownBy(() -> MODEL.score(List.of(3)))
        .hasMessageContaining("found 1 values; allowed: 2");
  }

  @Test
  void predictsOneFromTheThresholdOn() {
    assertThat(Model.prediction(0.5)).isEqualTo(1);
    assertThat(Model.prediction(Math.nextDown(0.5))).isZero();
  }

  @Test
  void comesBackFromItsFile() throws IOException {
    Path file = directory.resolve("model.json");
    MODEL.write(file);

    Model read = Model.read(file);

    assertThat(read.name()).isEqualTo("approval");
    assertThat(read.label()).isEqualTo("approved");
    assertThat(read.origin()).isEqualTo(MODEL.origin());
    assertThat(read.features()).isEqualTo(MODEL.features());
    assertThat(read.score(List.of(9.6, "OWN"))).isEqualTo(score(9.6, "OWN"));
    Path again = directory.resolve("again.json");
    read.write(again);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"lakebeam-model/1\" | \"lakebeam-model/9\" | 'format' is \"lakebeam-model/9\"; allowed: lakebeam-model/1",
        "\"format\"           | \"kind\"             | 'format' is missing; found: [kind, name, origin",
        "\"half-logit\"       | \"probit\"           | 'link' is \"probit\"; allowed: half-logit",
        "\"seed\": 42         | \"seed\": \"x\"      | 'origin.seed' is \"x\"; allowed: a whole number",
        "\"gold.b\": 7        | \"gold.b\": null     | 'origin.table_snapshots.gold.b' is null; allowed: a whole number",
        "\"type\": \"numeric\"| \"type\": \"date\"   | 'features[0].type' is \"date\"; allowed: numeric or categorical",
        "[ \"OWN\", \"RENT\" ]| [ \"OWN\", \"OWN\" ] | feature 'ownership': category 'OWN' is there twice",
        "[ 2, -1, 4, -1, -1 ] | [ 2, -1, 9, -1, -1 ] | trees[0]: right[2] is 9; allowed: a node from 3 to 4",
        "[ 2, -1, 4, -1, -1 ] | [ 2, -1, 0, -1, -1 ] | trees[0]: right[2] is 0; allowed: a node from 3 to 4",
        "[ 2, -1, 4, -1, -1 ] | [ 2, -1, 4 ]         | trees[0]: right has 3 entries; allowed: 5, as in 'feature'",
        "[ 0, -1, 1, -1, -1 ] | [ 0, -1, 2, -1, -1 ] | 'trees[0].feature[2]' is 2; allowed: 0 to 1",
        "[ 0, -1, 1, -1, -1 ] | [ 0, -1, 1.5, -1, -1 ] | 'trees[0].feature[2]' is 1.5; allowed: a whole number",
        "\"intercept\": -0.25 | \"intercept\": 1e999 | 'intercept' is Infinity; allowed: a finite number",
        "\"shrinkage\": 0.5   | \"shrinkage\": 0     | 'shrinkage' is 0.0; allowed: in (0, 1]",
        "\"trees\": [         | \"trees\": [ ], \"x\": [ | 'trees' is empty; allowed: at least one",
        "\"trees\": [         | \"trees\": [[        | not JSON at line"
      })
  void saysWhatIsWrongWithADamagedFile(String good, String bad, String message) throws IOException {
    Path file = directory.resolve("model.json");
    MODEL.write(file);
    String text = Files.readString(file);
    assertThat(text).contains(good);
    Files.writeString(file, text.replace(good, bad));

    assertThatThrownBy(() -> Model.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.json: " + message);
  }

  @Test
  void saysWhenAFileIsCutOffEmptyOrNotThere() throws IOException {
    Path file = directory.resolve("model.json");
    MODEL.write(file);
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() / 2));
    assertThatThrownBy(() -> Model.read(file)).hasMessageContaining("model.json: not JSON at line");
    Files.writeString(file, "");
    assertThatThrownBy(() -> Model.read(file))
        .hasMessageContaining("model.json: found no JSON object; allowed: lakebeam-model/1");
    assertThatThrownBy(() -> Model.read(directory.resolve("absent.json")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static double score(Object income, Object ownership) {
    Map<String, Object> row = new HashMap<>();
    row.put("income", income);
    row.put("ownership", ownership);
    double score = MODEL.score(row);
    assertThat(MODEL.score(Arrays.asList(income, ownership))).isEqualTo(score);
    return score;
  }
}
