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

/** Whom tables say that their rows are about. */
class SubjectsTest {
  private static final String TEXT =
      Shop.TEXT
          .replace("tables:\n", "erasure: {future: accept, key: \"${ERASURE_KEY}\"}\ntables:\n")
          .replace("[id], event-time: updated_at}", "[id], event-time: updated_at, subject: id}")
          .replace("event-time: bought_at}", "event-time: bought_at, subject: customer_id}")
          .replace(
              "event-time: closed_at}",
              "event-time: closed_at, subject: {column: purchase_id, of: purchase}}");

  @TempDir Path folder;

  @Test
  void areColumnsOfTheirOwnOrOfAnotherTablesKey() {
    Project project = Shop.read(folder, TEXT);

    assertThat(project.table("purchase").subject()).isEqualTo(new SubjectDefinition("customer_id"));
    assertThat(project.table("outcome").subject())
        .isEqualTo(new SubjectDefinition("purchase_id", "purchase"));
    assertThat(project.erasure().future()).isEqualTo(ErasureDefinition.Future.ACCEPT);
    assertThat(project.erasure().toString()).doesNotContain(Shop.VARIABLES.get("ERASURE_KEY"));
  }

  @Test
  void changeNothingOfWhatTheDefinitionsMake() {
    assertThat(Shop.read(folder, TEXT).version()).isEqualTo(Shop.read(folder, Shop.TEXT).version());
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            "erasure: {future: accept, key: \"${ERASURE_KEY}\"}\n",
            "",
            "line 12: 'tables.customer.subject' needs to be remembered once it is erased: write"
                + " erasure: {future: refuse, key: \"${ERASURE_KEY}\"} beside tables"),
        arguments(
            "future: accept",
            "future: maybe",
            "line 11: 'erasure.future' must be one of refuse, accept, found 'maybe'"),
        arguments(
            "\"${ERASURE_KEY}\"",
            "secret-of-many-letters",
            "line 11: 'erasure.key' must come from a variable alone, never from the file: write"
                + " ${ERASURE_KEY} and set that in the environment"),
        arguments(
            "\"${ERASURE_KEY}\"",
            "\"${KAFKA}\"",
            "line 11: 'erasure.key' must have at least 16 letters, found 14"),
        arguments(
            "of: purchase}",
            "of: purchases}",
            "line 15: 'tables.outcome.subject.of' names the table 'purchases', which does not"
                + " exist; defined: customer, purchase, outcome; did you mean 'purchase'?"),
        arguments(
            "of: purchase}",
            "of: outcome}",
            "line 15: 'tables.outcome.subject.of' leads in a circle: outcome"),
        arguments(
            ", subject: customer_id",
            "",
            "line 15: 'tables.outcome.subject.of' names table 'purchase', which declares no"
                + " subject"),
        arguments(
            "subject: id}",
            "subject: ID}",
            "line 13: 'tables.customer.subject.column' must match [a-z_][a-z0-9_]{0,62}, found"
                + " 'ID'"),
        arguments(
            "from: shop.sales.purchase, key: [id]",
            "from: shop.sales.purchase, key: [id, part]",
            "line 15: 'tables.outcome.subject.of' names table 'purchase', whose key has 2 columns;"
                + " allowed: one"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void tellsWhatDoesNotFit(String right, String wrong, String message) {
    assertThat(TEXT).contains(right);
    assertThat(Shop.problems(folder, TEXT.replace(right, wrong)))
        .contains("project.yaml " + message);
  }
}
