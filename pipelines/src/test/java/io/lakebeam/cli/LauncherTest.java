package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script's own decisions, made before there is a JVM. */
class LauncherTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("lakebeam.home"), "scripts", "lakebeam");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"11.0.2", "1.8.0_402", "21.0.1", "18-ea"})
  void refusesAJavaThatIsNotSeventeen(String version) throws Exception {
    fakeJava(version);

    Ended ended = run(SCRIPT, Map.of("PATH", folder + ":" + System.getenv("PATH")));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors())
        .isEqualTo(
            "lakebeam: found Java %s at %s/java; lakebeam runs on Java 17 (its Flink runner ends there). Install a JDK 17 and set JAVA_HOME to it, or put it first on the PATH.\n"
                .formatted(version, folder));
  }

  @Test
  void refusesAJavaHomeWithoutJava() throws Exception {
    Ended ended =
        run(SCRIPT, Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", folder.toString()));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors())
        .startsWith("lakebeam: JAVA_HOME is " + folder + ", where there is no bin/java.");
  }

  @Test
  void findsItsCloneThroughSymbolicLinks() throws Exception {
    fakeJava("11");
    Path link = Files.createSymbolicLink(folder.resolve("link"), SCRIPT);
    Path linkToLink = Files.createSymbolicLink(folder.resolve("link-to-link"), Path.of("link"));

    assertThat(run(linkToLink, Map.of("PATH", folder + ":" + System.getenv("PATH"))).errors())
        .startsWith("lakebeam: found Java 11 ");
    assertThat(link).isSymbolicLink();
  }

  private void fakeJava(String version) throws IOException {
    Path java =
        Files.writeString(
            folder.resolve("java"), "#!/bin/sh\necho 'openjdk version \"" + version + "\"' >&2\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private Ended run(Path script, Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), "--version").directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Path errors = folder.resolve("errors");
    Process process =
        builder
            .redirectError(errors.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Ended(process.waitFor(), Files.readString(errors, UTF_8));
  }

  private record Ended(int exitCode, String errors) {}
}
