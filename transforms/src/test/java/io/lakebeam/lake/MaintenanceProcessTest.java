package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance in one process, writers in others. */
@Timeout(180)
class MaintenanceProcessTest {
  private static final int COMMITS = 40;
  private static final int ROUNDS = 1_000_000;

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();
  private Lake lake;

  @BeforeEach
  void makeTable() {
    lake = Lake.at(folder.resolve("lake").toString());
    lake.create(Orders.CURRENT);
  }

  @AfterEach
  void endProcesses() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void writersLoseAndDoubleNothingWhileTwoMaintain() throws Exception {
    List<Process> maintainers = List.of(maintainer("first"), maintainer("second"));
    List<Process> writers = List.of(writer(0), writer(1));
    for (Process writer : writers) {
      assertThat(writer.waitFor()).isZero();
    }

    assertThat(maintainers).allMatch(Process::isAlive);
    // They keep no snapshot for a reader: none while the rows are read.
    endProcesses();
    assertRowsOfTwoWriters();
  }

  @Test
  void aKilledMaintenanceIsSimplyRunAgain() throws Exception {
    List<Process> writers = List.of(writer(0), writer(1));
    for (int kill = 0; kill < 4; kill++) {
      Process maintainer = maintainer("killed-" + kill);
      // At another point each time.
      maintainer.waitFor(37L * kill, TimeUnit.MILLISECONDS);
      assertThat(maintainer.isAlive()).isTrue();
      maintainer.destroyForcibly().waitFor();
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor()).isZero();
    }

    MaintainedTable done = MaintenanceProcess.eager(lake).run(Orders.CURRENT.name());

    assertThat(done.filesAfter()).isEqualTo(2);
    assertRowsOfTwoWriters();
  }

  private Process writer(int number) throws Exception {
    Process writer =
        LakeProcess.start(
            lake,
            "write",
            Integer.toString(number),
            Integer.toString(COMMITS),
            folder.resolve("written-" + number).toString());
    processes.add(writer);
    return writer;
  }

  /** Returns when it has maintained the table once. */
  private Process maintainer(String name) throws Exception {
    Path signal = folder.resolve(name);
    Process maintainer = MaintenanceProcess.start(lake, signal, ROUNDS);
    processes.add(maintainer);
    await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(signal) || !maintainer.isAlive());
    assertThat(maintainer.isAlive()).isTrue();
    return maintainer;
  }

  private void assertRowsOfTwoWriters() {
    assertThat(Orders.read(lake, Orders.CURRENT))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, 2L * COMMITS)
                .map(i -> i / COMMITS * 1_000 + i % COMMITS)
                .mapToObj(number -> number + ":written:1")
                .toList());
  }
}
