package io.lakebeam.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleFolderTest {
  private static final String GOOD =
      """
      data:
        file: data.csv
        table: landing.data
        columns: {age: numeric, city: text}
      setup: setup.sql
      changes:
        - {name: birthdays, file: change.sql, transactions: 3}
      expect:
        - {name: some, sql: select 1, at-least: 1}
        - {name: more, sql: select 2, at-least: ":rows / 2"}
      training-set: {model: who}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String file : new String[] {"data.csv", "setup.sql", "change.sql"}) {
      Files.writeString(folder.resolve(file), "");
    }
  }

  @Test
  void readsWhatAnExampleIsMadeOf() throws IOException {
    ExampleScript script = open(GOOD).script();

    assertThat(script.data().types())
        .containsEntry("age", ColumnType.NUMERIC)
        .containsEntry("city", ColumnType.TEXT);
    assertThat(script.changes())
        .containsExactly(new ExampleScript.Change("birthdays", "change.sql", 3));
    assertThat(script.expect())
        .extracting(expectation -> expectation.atLeast().asText())
        .containsExactly("1", ":rows / 2");
    assertThat(script.trainingSet().model()).isEqualTo("who");
  }

  @Test
  void namesAnUnknownKeyWithItsLineWhatIsAllowedAndTheNearest() {
    refuses(
        GOOD.replace("  table:", "  tabel:"),
        " line 3: in data: unknown key 'tabel'; allowed: columns, file, table; did you mean 'table'?");
  }

  @Test
  void namesAWrongTypeWithItsLineAndWhatWasFound() {
    refuses(
        GOOD.replace("transactions: 3", "transactions: many"),
        " line 7: 'changes[0].transactions' must be a whole number; found: - {name: birthdays, file: change.sql, transactions: many}");
    refuses(
        GOOD.replace("setup: setup.sql", "setup: 5"),
        " line 5: 'setup' must be text (in quotes where it looks like a number); found: setup: 5");
    refuses(
        GOOD.replace("training-set: {model: who}", "training-set: who"),
        " line 11: 'training-set' must be a mapping (key: value); found: training-set: who");
  }

  @Test
  void namesAMissingKey() {
    assertThatThrownBy(() -> open(GOOD.replace("setup: setup.sql\n", "")))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("quickstart.yaml")
        .hasMessageContaining("key 'setup' is missing");
    assertThatThrownBy(() -> open(GOOD.replace(", transactions: 3", "")))
        .hasMessageContaining("line 7: in changes[0]: transactions is 0; it must be 1 or more");
  }

  @Test
  void namesAnUnknownColumnTypeAndTheNearest() {
    assertThatThrownBy(() -> open(GOOD.replace("age: numeric", "age: numerik")))
        .hasMessageContaining("column 'age' has type 'numerik'; allowed: smallint, integer")
        .hasMessageEndingWith("; did you mean 'numeric'?");
  }

  @Test
  void refusesATableNameThatIsNotOne() {
    assertThatThrownBy(() -> open(GOOD.replace("landing.data", "\"landing.data; drop table x\"")))
        .hasMessageContaining("must be written as schema.table in small letters");
  }

  @Test
  void refusesAKeyThatIsThereTwice() {
    assertThatThrownBy(() -> open(GOOD + "setup: other.sql\n"))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("line 12")
        .hasMessageContaining("setup");
  }

  @Test
  void refusesWhatIsNotYaml() {
    assertThatThrownBy(() -> open("data: {file: 'x"))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("quickstart.yaml line 1: not valid YAML: ");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> open(""))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("quickstart.yaml");
  }

  @Test
  void refusesAFileThatIsMissingOrOutsideOfTheFolder() {
    refuses(
        GOOD.replace("change.sql", "chance.sql"),
        ": file 'chance.sql' is missing or cannot be read");
    refuses(
        GOOD.replace("setup.sql", "../setup.sql"),
        ": file '../setup.sql' is outside of the example's folder");
  }

  @Test
  void refusesAFolderThatIsNone() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> ExampleFolder.open(none))
        .isInstanceOf(QuickstartException.class)
        .hasMessage(
            none
                + " is not a directory; --example names a folder with project.yaml and quickstart.yaml");
  }

  @Test
  void everyExampleOfTheRepositoryIsRight() {
    Path example =
        Path.of(System.getProperty("lakebeam.home"), "pipelines", "examples", "loan-approval");

    assertThat(ExampleFolder.open(example).script().changes()).isNotEmpty();
  }

  private void refuses(String yaml, String message) {
    assertThatThrownBy(() -> open(yaml))
        .isInstanceOf(QuickstartException.class)
        .hasMessage(folder.resolve("quickstart.yaml") + message);
  }

  private ExampleFolder open(String yaml) throws IOException {
    Files.writeString(folder.resolve("quickstart.yaml"), yaml);
    return ExampleFolder.open(folder);
  }
}
