package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many tables by one name. */
class TablePatternTest {
  private static final String PATTERN =
      "\"*_*\": {from: shop.shop_*.*, except: [shop.*.tmp_*, shop.shop_9.log], event-time: at}";
  private static final String TEXT = Shop.with("entities:", "  " + PATTERN + "\nentities:");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "shop_eu, orders, eu_orders",
    "shop_eu_2, order_items, eu_2_order_items",
    "shop_9, log, ",
    "shop_8, log, 8_log",
    "shop_eu, tmp_1, ",
    "shop_eu, tmp, eu_tmp",
    "shops, orders, ",
    "shop_eu, Mixed Case, eu_Mixed Case",
    "my_shop_eu, orders, "
  })
  void whatStarsStandForTakesThePlaceOfThoseInTheName(String schema, String table, String name) {
    TablePattern pattern = Shop.read(folder, TEXT).patterns().get("*_*");

    assertThat(pattern.lakeName(schema, table).orElse(null)).isEqualTo(name);
  }

  @Test
  void starsWithinANameStandForAnyLettersAndNothingElseDoes() {
    TablePattern pattern = new TablePattern("a_*_*", "s.p_c.x*y_*", List.of(), null);

    assertThat(pattern.lakeName("p_c", "x1y_2")).contains("a_1_2");
    assertThat(pattern.lakeName("p_c", "xy_")).contains("a__");
    assertThat(pattern.lakeName("pac", "x1y_2")).isEmpty();
    assertThat(pattern.lakeName("p_c", "x1yy2")).isEmpty();
  }

  @Test
  void isReadBesideTheTablesThatTheFileNames() {
    Project project = Shop.read(folder, TEXT);

    assertThat(project.tables().keySet()).containsExactly("customer", "purchase", "outcome");
    assertThat(project.patterns().values())
        .containsExactly(
            new TablePattern(
                "*_*", "shop.shop_*.*", List.of("shop.*.tmp_*", "shop.shop_9.log"), "at"));
    assertThat(project.version()).isNotEqualTo(Shop.read(folder, Shop.TEXT).version());
  }

  @Test
  void aProjectHasTablesOnceTheSourceWasAsked() {
    Project project = Shop.read(folder, TEXT);
    TableDefinition found =
        new TableDefinition("eu_orders", "shop.shop_eu.orders", List.of("id"), "at");

    assertThatThrownBy(project::requireTables)
        .hasMessage("project 'web-shop': its source was not asked which tables are like *_*");
    Project whole = project.withTables(List.of(found)).requireTables();
    assertThat(whole.table("eu_orders")).isEqualTo(found);
    assertThat(whole.table("purchase")).isEqualTo(project.table("purchase"));
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            "shop.shop_*.*",
            "shop.shop_eu.*",
            "line 15: 'tables.*_*.from' must have as many * as the name '*_*', found"
                + " 'shop.shop_eu.*': what each one stands for takes the place of one in the name"),
        arguments(
            "shop.shop_*.*",
            "shop.*",
            "line 15: 'tables.*_*.from' must be source.schema.table with a * in schema or table,"
                + " found 'shop.*'"),
        arguments(
            PATTERN,
            "\"*_*\": {from: shap.shop_*.*}",
            "line 15: 'tables.*_*.from' names the source 'shap', which does not exist; defined:"
                + " shop; did you mean 'shop'?"),
        arguments(
            "shop.shop_9.log",
            "bank.shop_9.log",
            "line 15: 'tables.*_*.except[1]' must be shop.schema.table, with or without *, found"
                + " 'bank.shop_9.log'"),
        arguments(
            "event-time: at}",
            "key: [id]}",
            "line 15: 'tables.*_*.key' is not a known key; allowed: from, except, event-time"),
        arguments(
            "[shop.*.tmp_*, shop.shop_9.log]",
            "shop.*.tmp_*",
            "line 15: 'tables.*_*.except' must be a list of table names, found a text"),
        arguments(
            "\"*_*\"",
            "shops",
            "line 15: 'tables.shops.except' is not a known key; allowed: from, key, event-time,"
                + " subject, mask, columns, clean, expect, latest-by; did you mean 'expect'?"),
        arguments(
            "\"*_*\"",
            "\"*-*\"",
            "line 15: 'tables.*-*' must be a name that matches [a-z_*][a-z0-9_*]{0,62}"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void oneChangeOneMessage(String from, String to, String message) {
    assertThat(Shop.problems(folder, TEXT.replace(from, to))).contains("project.yaml " + message);
  }

  @Test
  void aTableThatIsNamedAsThoughItWereManySaysHow() {
    assertThat(Shop.problems(folder, Shop.with("from: shop.sales.purchase", "from: shop.sales.*")))
        .contains(
            "project.yaml line 13: 'tables.purchase.from' must be source.schema.table, or a source of files, found"
                + " 'shop.sales.*'; for several tables, give it a name with as many *");
  }

  @Test
  void aTableIsNotWhereTheVersionsOfAnotherAre() {
    assertThat(
            Shop.problems(
                folder,
                TEXT.replace(
                    PATTERN,
                    "customer_history: {from: shop.sales.past, key: [id], event-time: at}")))
        .containsExactly(
            "project.yaml line 15: 'tables.customer_history' is where the versions of table"
                + " 'customer' are kept; give it another name");
  }

  @Test
  void featuresNeedATimeThatTheSourceTells() {
    assertThat(Shop.problems(folder, Shop.with("event-time: updated_at", "event-time: _source_ts")))
        .contains(
            "project.yaml line 19: 'features.profile.from' names table 'customer', whose"
                + " event-time is _source_ts; allowed: a column of its source");
  }
}
