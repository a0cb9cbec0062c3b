package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {

  @TempDir Path folder;

  @Test
  void joinsFirstTheViewThatGivesTheKeyOfTheOther() {
    Project project = Shop.read(folder, Shop.TEXT);

    assertThat(project.model("comes_back").joinOrder(project)).containsExactly("terms", "profile");
  }

  @Test
  void joinsInTheOrderOfTheFeaturesWhereBothCanBeJoined() {
    String text =
        Shop.with("purchase: {key: [purchase_id]}", "purchase: {key: [customer_id]}")
            .replace("outcome, key: [purchase_id], column", "outcome, key: [customer_id], column");
    Project project = Shop.read(folder, text);

    assertThat(project.model("comes_back").joinOrder(project)).containsExactly("profile", "terms");
  }

  @Test
  void offersTheNearestNameForOneThatIsNotThere() {
    Project project = Shop.read(folder, Shop.TEXT);

    assertThatThrownBy(() -> project.model("come_back"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "project 'web-shop' has no model 'come_back'; defined: comes_back;"
                + " did you mean 'comes_back'?");
  }

  @Test
  void cannotBeChanged() {
    Project project = Shop.read(folder, Shop.TEXT);

    assertThatThrownBy(() -> project.tables().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> project.table("customer").key().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> project.model("comes_back").keep().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void checksItselfWithoutAFile() {
    LakeDefinition lake = new LakeDefinition("lake");
    TableDefinition table = new TableDefinition("a", "s.public.a", List.of("id"), "at");

    assertThatThrownBy(
            () ->
                new Project("p", lake, Map.of(), Map.of("a", table), Map.of(), Map.of(), Map.of()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("'tables.a.from' names the source 's', which does not exist; none is defined");
  }

  @Test
  void splitsTheOriginOfATable() {
    TableDefinition table = Shop.read(folder, Shop.TEXT).table("purchase");

    assertThat(table.sourceName()).isEqualTo("shop");
    assertThat(table.schemaName()).isEqualTo("sales");
    assertThat(table.tableName()).isEqualTo("purchase");
  }

  @Test
  void hasAVersionThatStaysAcrossReleases() {
    assertThat(Shop.read(folder, Shop.TEXT).version()).isEqualTo("7d50d9eebd15");
  }

  @Test
  void keepsItsVersionWhereverItRunsAndHoweverItIsWritten() {
    Map<String, String> elsewhere =
        Map.of(
            "SHOP_URL", "jdbc:postgresql://production/shop",
            "SHOP_PASSWORD", "other",
            "KAFKA", "kafka:9092",
            "WAREHOUSE", "/data/lake");
    String rewritten =
        "# a comment\n"
            + Shop.with(
                "  customer: {key: [customer_id]}\n  purchase: {key: [purchase_id]}\n",
                "  purchase:\n    key: [purchase_id]\n  customer: {key: [customer_id]}\n");

    assertThat(Shop.read(folder, rewritten, elsewhere).version())
        .isEqualTo(Shop.read(folder, Shop.TEXT).version());
  }

  @Test
  void changesItsVersionWithTheDefinition() {
    String version = Shop.read(folder, Shop.TEXT).version();

    assertThat(Shop.read(folder, Shop.with("seed: 9", "seed: 10")).version()).isNotEqualTo(version);
    assertThat(Shop.read(folder, Shop.with("[age, city]", "[city, age]")).version())
        .isNotEqualTo(version);
    assertThat(
            Shop.read(folder, Shop.with("event-time: bought_at", "event-time: sold_at")).version())
        .isNotEqualTo(version);
  }

  @Test
  void putsNoPlaceAndNoSecretIntoItsCanonicalForm() {
    assertThat(DefinitionVersion.canonical(Shop.read(folder, Shop.TEXT)))
        .contains("\"comes_back\"", "\"shop\"", "\"POSTGRES\"")
        .doesNotContain("canary", "localhost", "reader", folder.toString());
  }
}
