package io.lakebeam.landing;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lakebeam.contract.RunningProcess;
import io.lakebeam.ingest.RebuiltTable;
import io.lakebeam.lake.Zones;
import io.lakebeam.runner.RunnerName;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rebuild as a process of its own, which needs no server where the table is from files. */
class LandedRebuildIT {
  @TempDir private Path folder;

  /** It stands between its two tables, where it waits for a lock of the second. */
  @Test
  void aRebuildThatIsKilledLeavesEachTableAsItWasOrReplacedAndTheNextEndsIt() throws Exception {
    LandingUnderTest landing = new LandingUnderTest(folder);
    String right = "format: csv, timestamps: \"dd.MM.yyyy HH:mm\"";
    landing.write("a.csv", "id,name,price,at\n1,Anna,1,01.02.2026 03:04\n");
    landing.take(RunnerName.DIRECT, "*.csv", "format: csv, timestamps: \"MM.dd.yyyy HH:mm\"");
    landing.project("*.csv", right);
    Path lock = folder.resolve(Path.of("lake", ".locks", "silver.item.lock"));

    try (FileChannel held = FileChannel.open(lock, WRITE, CREATE);
        RunningProcess rebuild =
            RunningProcess.start(
                "io.lakebeam.cli.Lakebeam",
                Map.of(),
                folder.resolve("rebuild.log"),
                "replay",
                "--rebuild",
                "--apply",
                "--project=" + folder.resolve("project.yaml"),
                "--log=" + folder.resolve("verb.log"))) {
      held.lock();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                rebuild.requireAlive();
                return landing.rows("silver.item_history", "at").contains("2026-02-01T03:04");
              });
      rebuild.kill();
    }

    assertThat(landing.rows("silver.item", "at")).containsExactly("2026-01-02T03:04");
    assertThat(landing.lake().tables()).anyMatch(Zones::isShadow);
    assertThat(
            LandedRebuild.of(landing.project("*.csv", right), RunnerName.DIRECT)
                .replace(Set.of("item"))
                .tables())
        .extracting(RebuiltTable::isEqual, RebuiltTable::replaced)
        .containsExactly(tuple(true, false), tuple(false, true));
    assertThat(landing.rows("silver.item", "at")).containsExactly("2026-02-01T03:04");
    assertThat(landing.lake().tables()).noneMatch(Zones::isShadow);
  }
}
