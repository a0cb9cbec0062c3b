package io.lakebeam.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path directory;

  @Test
  void showsTheLastLinesThatTellOfAProblem() throws IOException {
    Path log = directory.resolve("log");
    Files.write(
        log,
        List.of(
            "10:00 INFO  a - fine",
            "10:01 ERROR b - broken",
            "10:02 INFO  c - FATAL:  no",
            "10:03 INFO  d - bye"));

    assertThat(LogTail.problems(log))
        .isEqualTo("\n  10:01 ERROR b - broken\n  10:02 INFO  c - FATAL:  no");
  }

  @Test
  void showsTheLastLinesWhenNoneTellsOfAProblem() throws IOException {
    Path log = directory.resolve("log");
    Files.write(log, List.of("1", "2", "3", "4", "5", "6", "7"));

    assertThat(LogTail.problems(log)).isEqualTo("\n  2\n  3\n  4\n  5\n  6\n  7");
  }

  @Test
  void saysThatThereIsNoLog() {
    assertThat(LogTail.problems(directory.resolve("none"))).contains("the log cannot be read");
  }
}
