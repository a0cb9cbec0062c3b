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

/** What does not fit together: one change to a right project, one message. */
class ProjectReferencesTest {

  @TempDir Path folder;

  static Stream<Arguments> references() {
    return Stream.of(
        arguments(
            "from: shop.public.customer",
            "from: shap.public.customer",
            "line 12: 'tables.customer.from' names the source 'shap', which does not exist;"
                + " defined: shop; did you mean 'shop'?"),
        arguments(
            "entity: purchase, from: purchase",
            "entity: purchase, from: purchases",
            "line 20: 'features.terms.from' names the table 'purchases', which does not exist;"
                + " defined: customer, purchase, outcome; did you mean 'purchase'?"),
        arguments(
            "entity: customer, from",
            "entity: kustomer, from",
            "line 19: 'features.profile.entity' names the entity 'kustomer', which does not exist;"
                + " defined: customer, purchase; did you mean 'customer'?"),
        arguments(
            "from: outcome",
            "from: zebra",
            "line 23: 'models.comes_back.labels.from' names the table 'zebra', which does not"
                + " exist; defined: customer, purchase, outcome"),
        arguments(
            "age: profile.age",
            "age: profil.age",
            "line 26: 'models.comes_back.features.age' names the feature view 'profil', which does"
                + " not exist; defined: profile, terms; did you mean 'profile'?"),
        arguments(
            "price: terms.price",
            "price: terms.prize",
            "line 27: 'models.comes_back.features.price' names the column 'prize', which view"
                + " 'terms' does not have; its columns: customer_id, price; did you mean 'price'?"),
        arguments(
            "from: customer, key: [id]",
            "from: customer, key: [id, city]",
            "line 19: 'features.profile.key' must name 1 of the table's columns, for [customer_id]"
                + " of entity 'customer'; found 2: [id, city]"));
  }

  static Stream<Arguments> joins() {
    return Stream.of(
        arguments(
            "      price: terms.price\n",
            "",
            "line 25: 'models.comes_back.features' cannot be joined: view 'profile' needs"
                + " 'customer_id', which neither labels.key (purchase_id) nor a view joined before"
                + " it gives; view 'terms' has it: take a feature from that view too"),
        arguments(
            "columns: [customer_id, price]",
            "columns: [price]",
            "line 25: 'models.comes_back.features' cannot be joined: view 'profile' needs"
                + " 'customer_id', which neither labels.key (purchase_id) nor a view joined before"
                + " it gives; add it to the columns of a view that can be joined"));
  }

  @ParameterizedTest
  @MethodSource({"references", "joins"})
  void tellsWhatDoesNotFit(String right, String wrong, String message) {
    assertThat(Shop.problems(folder, Shop.with(right, wrong)))
        .containsExactly("project.yaml " + message);
  }

  @Test
  void tellsAllThatDoesNotFitTogetherAtOnce() {
    String text =
        Shop.with("from: shop.sales.outcome", "from: show.sales.outcome")
            .replace("key: [purchase_id], column: returned", "key: [purchase], column: returned")
            .replace("age: profile.age", "age: profile.ago");

    assertThat(Shop.problems(folder, text))
        .containsExactly(
            "project.yaml line 14: 'tables.outcome.from' names the source 'show', which does not"
                + " exist; defined: shop; did you mean 'shop'?",
            "project.yaml line 23: 'models.comes_back.labels.key[0]' names the entity key"
                + " 'purchase', which does not exist; defined: customer_id, purchase_id; did you"
                + " mean 'purchase_id'?",
            "project.yaml line 25: 'models.comes_back.features' cannot be joined: view 'profile'"
                + " needs 'customer_id', which neither labels.key (purchase) nor a view joined"
                + " before it gives; add it to the columns of a view that can be joined",
            "project.yaml line 25: 'models.comes_back.features' cannot be joined: view 'terms'"
                + " needs 'purchase_id', which neither labels.key (purchase) nor a view joined"
                + " before it gives; add it to the columns of a view that can be joined",
            "project.yaml line 26: 'models.comes_back.features.age' names the column 'ago', which"
                + " view 'profile' does not have; its columns: age, city; did you mean 'age'?");
  }
}
