package io.lakebeam.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of what is built. */
class LauncherIT {
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";

  /** Long enough to make the archive of classes. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void printsTheJvmThatItWouldStart() throws Exception {
    List<String> java;
    try (LauncherProcess launcher = LauncherProcess.start(folder, "--print-java")) {
      assertThat(launcher.exitCode(LONGEST)).isZero();
      java = launcher.out().lines().toList();
    }
    assertThat(java)
        .filteredOn(option -> option.startsWith(ARCHIVE))
        .singleElement()
        .satisfies(option -> assertThat(Path.of(option.substring(ARCHIVE.length()))).exists());
    String version;
    try (LauncherProcess launcher = LauncherProcess.start(folder, "--version")) {
      assertThat(launcher.exitCode(LONGEST)).isZero();
      version = launcher.out();
    }

    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("io.lakebeam.cli.Lakebeam", "--version"));
    Process started = new ProcessBuilder(command).directory(folder.toFile()).start();

    assertThat(new String(started.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo(version)
        .startsWith("lakebeam ");
    assertThat(started.waitFor()).isZero();
  }
}
