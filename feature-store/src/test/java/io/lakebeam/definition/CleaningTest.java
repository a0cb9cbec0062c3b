package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.CleanStep.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What tables say of their columns' cleaning. */
class CleaningTest {
  private static final String TEXT =
      Shop.TEXT
          .replace(
              "[id], event-time: updated_at}",
              "[id], event-time: updated_at, clean: {name: [trim, title], email: email, country: [upper, {default: HU}]}}")
          .replace(
              "closed_at}",
              "closed_at, clean: {at: {date: dd.MM.yyyy}}}\n"
                  + "  price: {from: landing, key: [id], columns: {id: string, at: date}, clean: {id: upper, at: {date: dd.MM.yyyy}}}")
          .replace(
              "tables:\n", "  landing: {type: files, path: \"./*.csv\", format: csv}\ntables:\n");

  @TempDir Path folder;

  @Test
  void areReadByColumnInTheirOrder() {
    Project project = read(TEXT);

    assertThat(project.table("customer").clean())
        .containsExactly(
            Map.entry("name", List.of(step(Kind.TRIM), step(Kind.TITLE))),
            Map.entry("email", List.of(step(Kind.EMAIL))),
            Map.entry("country", List.of(step(Kind.UPPER), new CleanStep(Kind.DEFAULT, "HU"))));
    assertThat(project.table("price").clean())
        .containsEntry("at", List.of(new CleanStep(Kind.DATE, "dd.MM.yyyy")))
        .containsKey("id");
    assertThat(project.table("purchase").clean()).isEmpty();
  }

  @Test
  void changesTheVersionOfTheDefinitions() {
    assertThat(read(TEXT.replace("email: email", "email: lower")).version())
        .isNotEqualTo(read(TEXT).version());
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            "email: email",
            "email: emial",
            "'tables.customer.clean.email.emial' is no step; allowed: trim, upper, lower, title, email, normalize, date, timestamp, decimal, sql, default; did you mean 'email'?"),
        arguments(
            "[trim, title]",
            "[trim, {title: x}]",
            "'tables.customer.clean.name[1].title' step 'title' takes nothing; found 'x'"),
        arguments(
            "[trim, title]",
            "[{default: x, date: y}]",
            "'tables.customer.clean.name[0]' must be one step, found 2: [default, date]"),
        arguments(
            "[trim, title]",
            "[]",
            "'tables.customer.clean.name' must have at least one step, found none"),
        arguments(
            "[trim, title]",
            "7",
            "'tables.customer.clean.name' must be a word or a mapping, found a number"),
        arguments(
            "[trim, title]",
            "[{default: x}, title]",
            "'tables.customer.clean.name' must have its default as the last step"),
        arguments(
            "email: email",
            "id: trim",
            "'tables.customer.clean.id' is of a key's column: of two rows of the source that are equal when clean one would be lost; leave it as it is"),
        arguments(
            "email: email",
            "updated_at: trim",
            "'tables.customer.clean.updated_at' cleans the event-time, by which it is told what was true when; leave it as it is, or name another event-time"),
        arguments(
            "clean: {name",
            "subject: name, clean: {name",
            "'tables.customer.clean.name' cleans the subject's column, by which erase finds a person's rows; leave it as it is, or say the subject by another column"),
        arguments(
            "clean: {name",
            "mask: {country: redact}, clean: {name",
            "'tables.customer.clean.country' has a default, and the column is masked: masks keep null; take one of the two away"),
        arguments(
            "clean: {id: upper, at",
            "clean: {idd: upper, at",
            "'tables.price.clean.idd' names the column 'idd', which does not exist; defined: id, at; did you mean 'id'?"),
        arguments(
            "id: upper, at: {date: dd.MM.yyyy}",
            "at: {default: soon}",
            "'tables.price.clean.at' has a default: 'soon' is nothing that a column of type DATE holds"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void thatCannotBeMeantAreRefusedWithTheWayOut(String right, String wrong, String problem) {
    assertThat(TEXT).contains(right);
    assertThat(Shop.problems(folder, TEXT.replace(right, wrong)))
        .anyMatch(line -> line.endsWith(problem));
  }

  private Project read(String text) {
    return Shop.read(folder, text);
  }

  private static CleanStep step(Kind kind) {
    return new CleanStep(kind, null);
  }
}
