package io.lakebeam.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The end of a log, for a message about what went wrong. */
final class LogTail {
  private static final int LINES = 6;
  private static final Pattern PROBLEM =
      Pattern.compile(
          " (WARN|ERROR) |FATAL:|ERROR:|HINT:|could not |cannot |Could not |Error occurred");

  private LogTail() {}

  /**
   * The last lines that tell of a problem, or else the last lines; each on a line of its own,
   * indented.
   */
  static String problems(Path log) {
    List<String> lines = read(log);
    List<String> problems = lines.stream().filter(line -> PROBLEM.matcher(line).find()).toList();
    List<String> shown = problems.isEmpty() ? lines : problems;
    return shown.subList(Math.max(0, shown.size() - LINES), shown.size()).stream()
        .map(line -> "\n  " + line.strip())
        .collect(Collectors.joining());
  }

  private static List<String> read(Path log) {
    try {
      return Files.readAllLines(log, ISO_8859_1);
    } catch (IOException e) {
      return List.of("(the log cannot be read: " + e + ")");
    }
  }
}
