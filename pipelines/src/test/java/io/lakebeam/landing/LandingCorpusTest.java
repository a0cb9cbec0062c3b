package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files as they should not be: what is expected of each is beside it, {@code NAME.expected}. */
class LandingCorpusTest {
  private static final String EXPECTED = ".expected";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void everyRecordOfEachFileIsARowOrADeadLetterOrItsFileIsRefused(RunnerName runner)
      throws Exception {
    LandingUnderTest landing = new LandingUnderTest(folder);
    Map<String, List<String>> expected = corpus(landing);

    landing.take(runner, "*.csv*", "format: csv");
    assertThat(found(landing)).isEqualTo(only(expected, ".csv"));

    for (String format : List.of("json", "parquet", "avro")) {
      LandingUnderTest other = new LandingUnderTest(folder.resolve("of-" + format));
      corpus(other);
      other.take(runner, "*." + format, "format: " + format);
      assertThat(found(other)).isEqualTo(only(expected, "." + format));
    }
  }

  private static Map<String, List<String>> only(Map<String, List<String>> all, String kind) {
    Map<String, List<String>> some = new TreeMap<>(all);
    some.keySet().removeIf(name -> !name.contains(kind));
    return some;
  }

  /** What became of each file, as the lake says it, in the words of the corpus. */
  private static Map<String, List<String>> found(LandingUnderTest landing) {
    Map<String, List<String>> found = new TreeMap<>();
    landing
        .rows("lakebeam.files", "path", "state", "rows", "rejected", "reason")
        .forEach(
            row -> {
              String[] parts = row.substring(row.lastIndexOf('/') + 1).split(" ", 5);
              found.put(
                  parts[0],
                  new ArrayList<>(
                      List.of(
                          parts[1].equals("refused")
                              ? "refused " + parts[4].substring(parts[0].length() + 2)
                              : "rows %s rejected %s".formatted(parts[2], parts[3]))));
            });
    landing
        .reasons()
        .forEach(
            reason -> {
              int space = reason.indexOf(' ');
              found.get(reason.substring(0, space)).add(reason.substring(space + 1));
            });
    return found;
  }

  private static Map<String, List<String>> corpus(LandingUnderTest landing)
      throws IOException, URISyntaxException {
    Map<String, List<String>> expected = new TreeMap<>();
    Path corpus = Path.of(LandingCorpusTest.class.getResource("/landing").toURI());
    try (Stream<Path> files = Files.list(corpus)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(EXPECTED)) {
          expected.put(
              name.substring(0, name.length() - EXPECTED.length()), Files.readAllLines(file));
        } else {
          landing.write(name, Files.readAllBytes(file));
        }
      }
    }
    return expected;
  }
}
