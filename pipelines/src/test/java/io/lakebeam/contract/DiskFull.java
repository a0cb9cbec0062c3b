package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The disk that the lake is on is full, and later it is not. */
final class DiskFull {
  private static final byte[] BLOCK = new byte[4 << 10];

  private DiskFull() {}

  static void run(Scenario scenario) throws Exception {
    Path warehouse = Path.of(scenario.lake().warehouse().folder());
    try (SmallDisk disk = SmallDisk.mount(warehouse)) {
      RunningProcess ingest = scenario.startIngest();
      scenario.streamUntil(scenario::hasCommitted);
      Path ballast = fill(warehouse.resolve("ballast"));
      if (scenario.runner() == RunnerKind.FLINK_CLUSTER) {
        scenario.awaitJobRestart();
        Files.delete(ballast);
      } else {
        scenario.streamWhile(ingest::isAlive);
        // Which table it is that found the disk full first is left to chance.
        assertThat(ingest.fail())
            .contains("No space left on device")
            .containsPattern("table \\w+\\.\\w+: .*(could not be written|a commit failed)");
        Files.delete(ballast);
        scenario.startIngest();
      }
      scenario.finish();
      scenario.judge();
    }
  }

  private static Path fill(Path ballast) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(BLOCK);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left on device");
      return ballast;
    }
  }
}
