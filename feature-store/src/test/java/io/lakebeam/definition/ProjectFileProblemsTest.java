package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be read: one change to a right project, one message. */
class ProjectFileProblemsTest {

  private static final String KEY = "key: [id], event-time: updated_at";

  @TempDir Path folder;

  static Stream<Arguments> keys() {
    return Stream.of(
        arguments(
            "project: web-shop",
            "project: web-shop\nproject: other",
            "line 2: 'project' is given twice, first on line 1"),
        arguments(
            "  purchase: {key: [purchase_id]}",
            "  customer: {key: [purchase_id]}",
            "line 17: 'entities.customer' is given twice, first on line 16"),
        arguments(
            "entities:",
            "entitis:",
            "line 15: 'entitis' is not a known key; allowed: project, lake, sources, tables,"
                + " entities, features, models, erasure, privacy, outputs; did you mean 'entities'?"),
        arguments(
            "columns: [age, city]}",
            "columns: [age, city], zzz: 1}",
            "line 19: 'features.profile.zzz' is not a known key; allowed: entity, from, key,"
                + " columns"),
        arguments(
            "from: outcome, key: [purchase_id], ",
            "key: [purchase_id], ",
            "line 23: 'models.comes_back.labels.from' is missing"),
        arguments("project: web-shop\n", "", "line 1: 'project' is missing"),
        arguments(
            "require: {auc: 0.6}",
            "require: {auk: 0.6}",
            "line 31: 'models.comes_back.require.auk' is not a known key; allowed: accuracy, auc,"
                + " f1; did you mean 'auc'?"),
        arguments(
            "  customer: {key",
            "  ? [customer]\n  : {key",
            "line 16: 'entities' must have texts as keys, found a list"));
  }

  static Stream<Arguments> types() {
    return Stream.of(
        arguments(
            KEY,
            "key: 7, event-time: updated_at",
            "line 12: 'tables.customer.key' must be a list of column names, found a number"),
        arguments(
            KEY,
            "key: id, event-time: updated_at",
            "line 12: 'tables.customer.key' must be a list of column names, found a text"),
        arguments(
            KEY,
            "key: [true], event-time: updated_at",
            "line 12: 'tables.customer.key[0]' must be a column name, found true or false"),
        arguments(
            KEY,
            "key: [id], event-time: [updated_at]",
            "line 12: 'tables.customer.event-time' must be a text, found a list"),
        arguments(
            "project: web-shop",
            "project: 2026-11-21",
            "line 1: 'project' must be a text, found a date"),
        arguments(
            "lake: {warehouse: \"${WAREHOUSE:-./lake}\"}",
            "lake:",
            "line 2: 'lake' must be a mapping of keys to values, found nothing"),
        arguments(
            "entities:\n  customer: {key: [customer_id]}",
            "entities:\n  customer: customer_id",
            "line 16: 'entities.customer' must be a mapping of keys to values, found a text"),
        arguments(
            "connect: http://localhost:8083",
            "connect: http://localhost:8083\n    password-reference: ${SHOP_PASSWORD}",
            "line 11: 'sources.shop.password-reference' must be PROVIDER:KEY or PROVIDER:PATH:KEY,"
                + " as one of Connect's config providers takes it"),
        arguments(
            "trees: 20",
            "trees: 20.5",
            "line 29: 'models.comes_back.parameters.trees' must be a whole number, found 20.5"),
        arguments(
            "trees: 20",
            "trees: 0x14",
            "line 29: 'models.comes_back.parameters.trees' must be a whole number, found 0x14"),
        arguments(
            "test: 0.25",
            "test: {share: 0.25}",
            "line 30: 'models.comes_back.split.test' must be a number, found a mapping"),
        arguments(
            "algorithm: gradient-boosting",
            "algorithm: gradient-bosting",
            "line 28: 'models.comes_back.algorithm' must be one of gradient-boosting, found"
                + " 'gradient-bosting'; did you mean 'gradient-boosting'?"),
        arguments(
            "type: postgres",
            "type: oracle",
            "line 5: 'sources.shop.type' must be one of postgres, files, jdbc, rest, found 'oracle'"));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(
            "project: web-shop",
            "project: Web Shop",
            "line 1: 'project' must match [a-z_][a-z0-9_-]{0,62}, found 'Web Shop'"),
        arguments(
            "  purchase: {key: [purchase_id]}",
            "  purchase: {key: [purchase_id]}\n  web-visit: {key: [visit_id]}",
            "line 18: 'entities.web-visit' must be a name that matches [a-z_][a-z0-9_]{0,62}"),
        arguments(
            "columns: [age, city]",
            "columns: [age,\n     City]",
            "line 20: 'features.profile.columns[1]' must match [a-z_][a-z0-9_]{0,62}, found"
                + " 'City'"),
        arguments(
            "columns: [age, city]",
            "columns: [age, age]",
            "line 19: 'features.profile.columns[1]' repeats 'age'"),
        arguments(
            "columns: [customer_id, price]",
            "columns: []",
            "line 20: 'features.terms.columns' must hold at least one column name, found none"),
        arguments(
            "from: shop.public.customer",
            "from: shop.customer",
            "line 12: 'tables.customer.from' must be source.schema.table, or a source of files, found 'shop.customer'"),
        arguments(
            "age: profile.age",
            "age: age",
            "line 26: 'models.comes_back.features.age' must be view.column, found 'age'"),
        arguments(
            "row: purchase_id",
            "age: purchase_id",
            "line 26: 'models.comes_back.features.age' gives the training set a second column"
                + " 'age'"),
        arguments(
            "trees: 20",
            "trees: 0",
            "line 29: 'models.comes_back.parameters.trees' must be 1 to 100000, found 0"),
        arguments(
            "max-nodes: 8",
            "max-nodes: 1",
            "line 29: 'models.comes_back.parameters.max-nodes' must be at least 2, found 1"),
        arguments(
            "shrinkage: 0.2",
            "shrinkage: 0",
            "line 29: 'models.comes_back.parameters.shrinkage' must be above 0 and up to 1, found"
                + " 0.0"),
        arguments(
            "test: 0.25",
            "test: 1",
            "line 30: 'models.comes_back.split.test' must be between 0 and 1 (both excluded),"
                + " found 1.0"),
        arguments(
            "auc: 0.6",
            "auc: 60",
            "line 31: 'models.comes_back.require.auc' must be 0 to 1, found 60.0"));
  }

  static Stream<Arguments> places() {
    return Stream.of(
        arguments(
            "url: ${SHOP_URL}",
            "url: ${SHOP_ADDRESS}",
            "line 6: 'sources.shop.url' needs the variable SHOP_ADDRESS, which is not set or"
                + " empty; set it in the environment"),
        arguments(
            "password: ${SHOP_PASSWORD}",
            "password: hunter2",
            "line 8: 'sources.shop.password' must come from a variable alone, never from the file:"
                + " write ${SHOP_PASSWORD} and set that in the environment"),
        arguments(
            "password: ${SHOP_PASSWORD}",
            "password: ${SHOP_PASSWORD:-hunter2}",
            "line 8: 'sources.shop.password' must come from a variable alone, never from the file:"
                + " write ${SHOP_PASSWORD} and set that in the environment"),
        arguments(
            "url: ${SHOP_URL}",
            "url: http://localhost/shop",
            "line 6: 'sources.shop.url' must be a JDBC URL that begins with jdbc:postgresql:"),
        arguments(
            "url: ${SHOP_URL}",
            "url: ${SHOP_URL}?password=hunter2",
            "line 6: 'sources.shop.url' must not hold a user or a password; they have keys of their"
                + " own"),
        arguments("user: reader", "user: \"\"", "line 7: 'sources.shop.user' must not be empty"));
  }

  @ParameterizedTest
  @MethodSource({"keys", "types", "values", "places"})
  void tellsWhatIsWrong(String right, String wrong, String message) {
    assertThat(Shop.problems(folder, Shop.with(right, wrong)))
        .containsExactly("project.yaml " + message);
  }

  @Test
  void neverTellsASecret() {
    String text = Shop.with("user: reader", "user: ''").replace("test: 0.25", "test: 3");

    assertThat(Shop.problems(folder, text).toString()).doesNotContain("canary", "localhost");
    assertThat(Shop.read(folder, Shop.TEXT).toString()).contains("***").doesNotContain("canary");
  }
}
