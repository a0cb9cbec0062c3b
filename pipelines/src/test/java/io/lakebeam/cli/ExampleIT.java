package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code example}, with those that are shipped. */
class ExampleIT {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void theCustomersAreCleanMaskedCountedAndPublishedAndAWitnessFindsNothingWrong()
      throws Exception {
    JsonNode result = runExample("customers");

    assertThat(result.get("checks")).hasSizeGreaterThan(6);
    assertThat(result.get("steps").get("counts").get("duplicates").longValue()).isEqualTo(214);
    // Of the first person: nothing that was written has it as it was.
    for (String masked : List.of("Hanna1@", "hanna1@", "+36 30 001 0031")) {
      assertThat(holding(masked)).as(masked).isEmpty();
    }
    assertThat(holding("McDonald")).isNotEmpty();
  }

  @Test
  void theFlowersBecomeAModelWhoseScoresAreKept() throws Exception {
    JsonNode result = runExample("iris");

    assertThat(result.get("checks")).hasSizeGreaterThan(4);
    assertThat(result.get("steps").get("train").get("virginica").get("accuracy").doubleValue())
        .isGreaterThanOrEqualTo(0.9);
  }

  /** What it says, where all is well. */
  private JsonNode runExample(String name) throws IOException {
    int exit = run("example", name, "--json", "--workdir=" + folder.resolve("work"));
    assertThat(exit).as(err.toString(UTF_8) + out.toString(UTF_8)).isZero();
    JsonNode result = new ObjectMapper().readTree(out.toString(UTF_8));
    assertThat(result.get("passed").booleanValue()).isTrue();
    return result;
  }

  /** The files that hold a text as it is: those of text, which are not packed. */
  private List<Path> holding(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("work"), FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), UTF_8).contains(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private int run(String... arguments) {
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    return Lakebeam.commandLine(console).execute(arguments);
  }
}
