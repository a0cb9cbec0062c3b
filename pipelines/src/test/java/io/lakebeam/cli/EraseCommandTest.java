package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EraseCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void refusesAProjectWhoseTablesAreAboutNobody() throws IOException {
    assertThat(erase("--subject=4711")).isEqualTo(1);

    assertThat(err.toString(UTF_8))
        .startsWith(
            "lakebeam: project shop: no table declares a subject, so nobody can be erased; name"
                + " the column that holds its key: subject: COLUMN");
    assertThat(Files.readString(folder.resolve("log"))).doesNotContain("4711");
  }

  @Test
  void asksForTheSubject() throws IOException {
    assertThat(erase()).isEqualTo(2);

    assertThat(err.toString(UTF_8)).contains("--subject");
  }

  private int erase(String... options) throws IOException {
    Files.writeString(
        folder.resolve("project.yaml"), "project: shop\nlake: {warehouse: \"./lake\"}\n");
    List<String> arguments = new ArrayList<>(List.of("erase"));
    arguments.addAll(List.of(options));
    arguments.add("--project=" + folder.resolve("project.yaml"));
    arguments.add("--log=" + folder.resolve("log"));
    Console console = new Console(new PrintStream(out), new PrintStream(err), false);
    return Lakebeam.commandLine(console).execute(arguments.toArray(String[]::new));
  }
}
