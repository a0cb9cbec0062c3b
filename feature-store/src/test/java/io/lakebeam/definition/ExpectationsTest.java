package io.lakebeam.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.Expectation.Kind;
import io.lakebeam.quality.Expectation.Severity;
import io.lakebeam.quality.TableExpectation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What tables expect of their rows. */
class ExpectationsTest {
  private static final String EXPECT =
      """
      expect:
              - {column: age, between: [18, 100], severity: quarantine}
              - {column: born, between: [1900-01-01, null], severity: fail}
              - {column: email, not-null: true, severity: quarantine}
              - {column: state, in: [new, paid, 3]}
              - {column: zip, matches: "[0-9]{4}", severity: quarantine}
              - {column: name, length: [1, 60], severity: quarantine}
              - {column: updated_at, not-future: true, severity: quarantine}
              - {unique: [name, born]}
              - {column: state, references: purchase, severity: fail}
              - {columns: [name, born], references: {table: price, columns: [id, at]}}
              - {row-count: [1, null]}
              - {fresh: 2h}
              - {column: age, mean: [18, 99.5]}
              - {column: age, sum: [null, 1000000]}
              - {sql: "born < updated_at"}
      """;
  private static final String TEXT =
      Shop.TEXT
          .replace(
              "customer: {from: shop.public.customer, key: [id], event-time: updated_at}",
              "customer:\n      from: shop.public.customer\n      key: [id]\n      event-time: updated_at\n      "
                  + EXPECT.strip())
          .replace(
              "closed_at}",
              "closed_at}\n  price: {from: landing, key: [id], columns: {id: string, at: date}, expect: [{column: at, not-null: true, severity: fail}]}")
          .replace(
              "tables:\n",
              "  landing: {type: files, path: \"./*.csv\", format: csv}\nprivacy: {keys: {1: \"${MASK_KEY_1}\"}, current: 1}\ntables:\n");

  @TempDir Path folder;

  @Test
  void areReadInTheirOrder() {
    assertThat(read(TEXT).table("customer").expect())
        .containsExactly(
            of("age", Kind.BETWEEN, Severity.QUARANTINE, "18", "100"),
            of("born", Kind.BETWEEN, Severity.FAIL, "1900-01-01", ""),
            of("email", Kind.NOT_NULL, Severity.QUARANTINE),
            of("state", Kind.IN, Severity.WARN, "new", "paid", "3"),
            of("zip", Kind.MATCHES, Severity.QUARANTINE, "[0-9]{4}"),
            of("name", Kind.LENGTH, Severity.QUARANTINE, "1", "60"),
            of("updated_at", Kind.NOT_FUTURE, Severity.QUARANTINE),
            ofTable(TableExpectation.Kind.UNIQUE, "name born", ""),
            new TableExpectation(
                TableExpectation.Kind.REFERENCES,
                List.of("state"),
                List.of("purchase"),
                Severity.FAIL),
            ofTable(TableExpectation.Kind.REFERENCES, "name born", "price|id|at"),
            ofTable(TableExpectation.Kind.ROW_COUNT, "", "1|"),
            ofTable(TableExpectation.Kind.FRESH, "", "2h"),
            ofTable(TableExpectation.Kind.MEAN, "age", "18|99.5"),
            ofTable(TableExpectation.Kind.SUM, "age", "|1000000"),
            ofTable(TableExpectation.Kind.SQL, "", "born < updated_at"));
    assertThat(read(TEXT).table("price").expect()).hasSize(1);
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            "between: [18, 100], severity: quarantine",
            "betwen: [18, 100], severity: quarantine",
            "'tables.customer.expect[0].betwen' is not a known key; allowed: column, columns, severity, not-null, between, in, matches, length, not-future, unique, references, row-count, fresh, mean, sum, sql; did you mean 'between'?"),
        arguments(
            "between: [18, 100], severity: quarantine",
            "between: [18, 100], severity: warning",
            "'tables.customer.expect[0].severity' must be one of warn, quarantine, fail, found 'warning'; did you mean 'warn'?"),
        arguments(
            "between: [18, 100]",
            "between: [18]",
            "'tables.customer.expect[0].between' 'between' takes the least and the greatest value, [18, 100]; null for one that is open; found [18]"),
        arguments(
            "between: [18, 100]",
            "between: [18, 100], in: [1]",
            "'tables.customer.expect[0]' must have one of not-null, between, in, matches, length, not-future, unique, references, row-count, fresh, mean, sum, sql, found 2: [between, in]"),
        arguments(
            "not-null: true",
            "not-null: false",
            "'tables.customer.expect[2].not-null' must be true, found false"),
        arguments(
            "[0-9]{4}",
            "[0-9",
            "'tables.customer.expect[4].matches' 'matches' takes a regular expression for the whole text; found [[0-9]"),
        arguments(
            "column: born, between: [1900-01-01, null], severity: fail",
            "column: age, between: [18, 100], severity: fail",
            "'tables.customer.expect[1]' is given twice: age between 18 and 100"),
        arguments(
            "{unique: [name, born]}",
            "{unique: [name, born], severity: quarantine}",
            "'tables.customer.expect[7].unique' 'unique' is of the whole table, whose rows are in silver when it is asked: none is kept out any more; allowed: warn, fail"),
        arguments(
            "{unique: [name, born]}",
            "{unique: [name, born], column: age}",
            "'tables.customer.expect[7].column' does not go with 'unique'"),
        arguments(
            "references: purchase",
            "references: purchases",
            "'tables.customer.expect[8].references' names the table 'purchases', which does not exist; defined: customer, purchase, outcome, price; did you mean 'purchase'?"),
        arguments(
            "{column: state, references: purchase",
            "{columns: [state, name], references: purchase",
            "'tables.customer.expect[8].references' names table 'purchase', whose key is [id]; columns that refer to it: [state, name]"),
        arguments(
            "columns: [id, at]}",
            "columns: [id]}",
            "'tables.customer.expect[9].references' 'references' takes another table, or {table: T, columns: [A, B]} with as many columns as refer to it; found [price, id]"),
        arguments(
            "row-count: [1, null]",
            "row-count: [-1, null]",
            "'tables.customer.expect[10].row-count' 'row-count' takes the least and the greatest number of rows, [1, 1000]; null for one that is open; found [-1, ]"),
        arguments(
            "fresh: 2h",
            "fresh: 2 hours",
            "'tables.customer.expect[11].fresh' 'fresh' takes how old the newest row may be, 30s, 90m, 12h, 7d; found [2 hours]"),
        arguments(
            "event-time: updated_at\n      expect",
            "event-time: updated_at\n      mask: {age: redact}\n      expect",
            "'tables.customer.expect[12]' is of the column 'age', which is masked: its numbers are others"),
        arguments(
            "expect: [{column: at, not-null: true",
            "expect: [{column: at, mean: [1, 2]",
            "'tables.price.expect[0]' is of the column 'at': 'mean' is for numbers, not for a column of type DATE"),
        arguments(
            "event-time: updated_at\n      expect",
            "event-time: updated_at\n      mask: {zip: redact}\n      expect",
            "'tables.customer.expect[4]' is of the column 'zip', which is masked: nobody sees its value; allowed: not-null"),
        arguments(
            "{column: at, not-null",
            "{column: att, not-null",
            "'tables.price.expect[0]' names the column 'att', which does not exist; defined: id, at; did you mean 'at'?"),
        arguments(
            "{column: at, not-null: true",
            "{column: at, matches: x",
            "'tables.price.expect[0]' is of the column 'at': 'matches' is for text, not for a column of type DATE"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void thatCannotBeMeantAreRefusedWithTheWayOut(String right, String wrong, String problem) {
    assertThat(TEXT).contains(right);
    try {
      read(TEXT.replace(right, wrong));
    } catch (ProjectFileException e) {
      assertThat(e.problems()).anyMatch(found -> found.endsWith(problem));
      return;
    }
    throw new AssertionError("not refused: " + problem);
  }

  private Project read(String text) {
    Map<String, String> variables = new HashMap<>(Shop.VARIABLES);
    variables.put("MASK_KEY_1", "canary-mask-key-of-many-letters-no-1");
    return Shop.read(folder, text, variables);
  }

  /** Of warnings: columns apart by spaces, arguments by bars. */
  private static TableExpectation ofTable(
      TableExpectation.Kind kind, String columns, String arguments) {
    return new TableExpectation(
        kind,
        columns.isEmpty() ? List.of() : List.of(columns.split(" ")),
        arguments.isEmpty() ? List.of() : List.of(arguments.split("\\|", -1)),
        Severity.WARN);
  }

  private static Expectation of(String column, Kind kind, Severity severity, String... arguments) {
    return new Expectation(column, kind, List.of(arguments), severity);
  }
}
