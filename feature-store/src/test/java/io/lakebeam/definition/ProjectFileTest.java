package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LockDatabase;
import io.lakebeam.lake.ObjectStore;
import io.lakebeam.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFileTest {

  @TempDir Path folder;

  @Test
  void readsEveryDefinition() {
    Project project = Shop.read(folder, Shop.TEXT);

    assertThat(project.name()).isEqualTo("web-shop");
    assertThat(project.source("shop"))
        .isEqualTo(
            new SourceDefinition(
                "shop",
                SourceDefinition.Type.POSTGRES,
                "jdbc:postgresql://localhost:5432/shop",
                "reader",
                new Secret("canary-7f3a"),
                "localhost:9092",
                "http://localhost:8083"));
    assertThat(project.tables().keySet()).containsExactly("customer", "purchase", "outcome");
    assertThat(project.table("purchase"))
        .isEqualTo(
            new TableDefinition("purchase", "shop.sales.purchase", List.of("id"), "bought_at"));
    assertThat(project.entity("customer"))
        .isEqualTo(new EntityDefinition("customer", List.of("customer_id")));
    assertThat(project.view("profile"))
        .isEqualTo(
            new FeatureViewDefinition(
                "profile", "customer", "customer", List.of("id"), List.of("age", "city")));
    assertThat(project.model("comes_back"))
        .isEqualTo(
            new ModelDefinition(
                "comes_back",
                new LabelDefinition("outcome", List.of("purchase_id"), "returned", "was_returned"),
                Map.of("row", "purchase_id"),
                List.of(
                    new FeatureReference("age", "profile", "age"),
                    new FeatureReference("price", "terms", "price")),
                Algorithm.GRADIENT_BOOSTING,
                new BoostingParameters(20, 8, 0.2, 1),
                new SplitDefinition(SplitDefinition.Method.STRATIFIED, 0.25, 9),
                Map.of(Metric.AUC, 0.6)));
  }

  @Test
  void aReferenceStandsForThePasswordInTheConnector() {
    String connect = "connect: http://localhost:8083";
    SourceDefinition told = Shop.read(folder, Shop.TEXT).source("shop");
    SourceDefinition referred =
        Shop.read(
                folder,
                Shop.with(connect, connect + "\n    password-reference: files:/run/secrets:shop"))
            .source("shop");

    assertThat(told.connectorPassword().reveal()).isEqualTo("canary-7f3a");
    assertThat(referred.connectorPassword().reveal()).isEqualTo("${files:/run/secrets:shop}");
    assertThat(referred.password().reveal()).isEqualTo("canary-7f3a");
  }

  @Test
  void readsTheLoanExample() {
    Path example =
        Path.of(System.getProperty("lakebeam.home"))
            .resolve("pipelines/examples/loan-approval/project.yaml");
    Map<String, String> variables =
        Map.of(
            "POSTGRES_URL", "jdbc:postgresql://localhost/bank",
            "POSTGRES_USER", "reader",
            "POSTGRES_PASSWORD", "canary-7f3a",
            "KAFKA_BOOTSTRAP_SERVERS", "localhost:9092",
            "CONNECT_URL", "http://localhost:8083");

    Project project = ProjectFile.read(example, variables);

    ModelDefinition model = project.model("loan_approval");
    assertThat(model.joinOrder(project)).containsExactly("loan_terms", "applicant_profile");
    assertThat(model.features()).hasSize(13);
    assertThat(model.require())
        .isEqualTo(Map.of(Metric.ACCURACY, 0.932, Metric.AUC, 0.977, Metric.F1, 0.838));
  }

  @Test
  void resolvesARelativeWarehouseAgainstTheFolderOfTheFile() {
    assertThat(Shop.read(folder, Shop.TEXT).lake().warehouse())
        .isEqualTo(folder.resolve("lake").toString());
  }

  @Test
  void takesTheWarehouseFromAVariable() {
    String text = Shop.with("${WAREHOUSE:-./lake}", "${KAFKA}/lake");

    assertThat(Shop.read(folder, text).lake().warehouse())
        .isEqualTo(folder.resolve("localhost:9092/lake").toString());
  }

  @Test
  void readsALakeOnS3() {
    Lake lake = Shop.read(folder, Shop.with(Shop.LAKE, Shop.LAKE_ON_S3)).lake().open();

    assertThat(lake)
        .isEqualTo(
            Lake.at("s3://lake/warehouse")
                .withStore(
                    ObjectStore.at("http://127.0.0.1:9000")
                        .withRegion("us-east-1")
                        .withKeys("writer", new Secret("canary-s3")))
                .withLocks(
                    new LockDatabase(
                        "jdbc:postgresql://127.0.0.1:5432/locks",
                        "locker",
                        new Secret("canary-locks"))));
    assertThat(lake.toString()).contains("secretKey=***", "password=***").doesNotContain("canary");
  }

  @Test
  void leavesVariablesWithinValuesOfVariablesAlone() {
    Map<String, String> variables =
        Map.of(
            "SHOP_URL", "jdbc:postgresql://h/d",
            "SHOP_PASSWORD", "a${KAFKA}$${b}",
            "KAFKA", "h:1");

    assertThat(Shop.read(folder, Shop.TEXT, variables).source("shop").password().reveal())
        .isEqualTo("a${KAFKA}$${b}");
  }

  @Test
  void givesAViewWithoutKeyTheNamesOfItsEntity() {
    String text = Shop.with("from: purchase, key: [id], columns", "from: purchase, columns");

    assertThat(Shop.read(folder, text).view("terms").key()).containsExactly("purchase_id");
  }

  @Test
  void fillsInDefaultParametersAndLabelName() {
    String text =
        Shop.with("    parameters: {trees: 20, max-nodes: 8, shrinkage: 0.2, subsample: 1}\n", "")
            .replace(", as: was_returned", "");

    ModelDefinition model = Shop.read(folder, text).model("comes_back");

    assertThat(model.parameters()).isEqualTo(new BoostingParameters(500, 16, 0.1, 0.7));
    assertThat(model.labels().as()).isEqualTo("returned");
  }

  @Test
  void needsNoMoreThanProjectAndLake() {
    Project project = Shop.read(folder, "project: bare\nlake: {warehouse: lake}\n");

    assertThat(project.tables()).isEmpty();
    assertThat(project.models()).isEmpty();
  }

  @Test
  void refusesAFileThatDoesNotExist() {
    Path file = folder.resolve("nowhere.yaml");

    assertThatThrownBy(() -> ProjectFile.read(file, Map.of()))
        .isInstanceOf(ProjectFileException.class)
        .hasMessage("project file " + file + " does not exist");
  }

  @Test
  void refusesAFolder() {
    assertThatThrownBy(() -> ProjectFile.read(folder, Map.of()))
        .hasMessage("project file " + folder + " is not a file");
  }

  @Test
  void refusesAFileThatIsNotText() throws IOException {
    Path file = Files.write(folder.resolve("project.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(() -> ProjectFile.read(file, Map.of()))
        .hasMessage("project file " + file + " is not text in UTF-8");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThat(Shop.problems(folder, "# nothing\n"))
        .containsExactly("project.yaml: is empty; it must define at least project and lake");
  }

  @Test
  void refusesAFileThatIsNoMapping() {
    assertThat(Shop.problems(folder, "- project\n"))
        .containsExactly("project.yaml line 1: 'project' must be a key of a mapping, found a list");
  }

  @Test
  void tellsTheLineThatIsNotYaml() {
    assertThat(Shop.problems(folder, "project: web-shop\nlake: {warehouse: [lake}\n"))
        .containsExactly("project.yaml line 2: is not YAML: expected ',' or ']', but got }");
  }

  @Test
  void tellsHowToWriteAVariableWithinBraces() {
    assertThat(Shop.problems(folder, "project: web-shop\nlake: {warehouse: ${WAREHOUSE}}\n"))
        .containsExactly(
            "project.yaml line 2: is not YAML: expected ',' or '}', but got {"
                + "; within { } write a variable in quotes: \"${NAME}\"");
  }

  @Test
  void tellsTheLineOfACharacterThatYamlDoesNotAllow() {
    assertThat(Shop.problems(folder, "project: web-shop\nlake: {warehouse: a\u0007b}\n"))
        .containsExactly("project.yaml line 2: is not YAML: the character U+0007 is not allowed");
  }

  @Test
  void readsAFileThatBeginsWithAByteOrderMark() {
    assertThat(Shop.read(folder, "\uFEFF" + Shop.TEXT).name()).isEqualTo("web-shop");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(Shop.problems(folder, Shop.TEXT + "---\nproject: other\n"))
        .containsExactly(
            "project.yaml line 32: is not YAML: expected a single document in the stream, but found another document");
  }

  @Test
  void sortsProblemsByLine() {
    String text =
        Shop.with("test: 0.25", "test: 2")
            .replace("event-time: bought_at", "event_time: bought_at")
            .replace("project: web-shop", "project: Web");

    assertThat(Shop.problems(folder, text))
        .containsExactly(
            "project.yaml line 13: 'tables.purchase.event_time' is not a known key;"
                + " allowed: from, key, event-time, subject, mask, columns, clean, expect, latest-by; did you mean 'event-time'?",
            "project.yaml line 13: 'tables.purchase.event-time' is missing",
            "project.yaml line 30: 'models.comes_back.split.test' must be between 0 and 1"
                + " (both excluded), found 2.0");
  }
}
