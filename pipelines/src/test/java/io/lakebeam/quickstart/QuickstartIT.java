package io.lakebeam.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole road with few rows, as people run it. */
class QuickstartIT {
  private static final Duration A_WHILE = Duration.ofMinutes(5);

  @TempDir private static Path folder;

  /** The second run finds what the first has left in its folder. */
  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "FlinkRunner"})
  void provesEveryStageAndLeavesNothingRunning(String runner) throws Exception {
    try (LauncherProcess run =
        LauncherProcess.start(
            folder,
            "quickstart",
            "--json",
            "--rows=3000",
            "--runner=" + runner,
            "--workdir=" + folder.resolve("run"))) {
      assertThat(run.exitCode(A_WHILE)).as(run.err()).isZero();

      assertThat(run.err()).isEmpty();
      JsonNode report = new ObjectMapper().readTree(run.out());
      assertThat(report.at("/runner").asText()).isEqualTo(runner);
      assertThat(report.at("/reconciled").asBoolean()).isTrue();
      assertThat(report.at("/training_rows/expected").asLong()).isEqualTo(3_000);
      assertThat(report.at("/training_rows/reproduced").asLong()).isEqualTo(3_000);
      assertThat(report.at("/metrics/auc").asDouble()).isBetween(0.5, 1.0);
      for (String artifact : List.of("training_set", "predictions", "model", "card")) {
        assertThat(Path.of(report.at("/artifacts/" + artifact).asText()))
            .isAbsolute()
            .satisfies(Files::exists)
            .isNotEmptyFile();
      }
      assertThat(run.descendants()).noneMatch(ProcessHandle::isAlive);
    }
  }
}
