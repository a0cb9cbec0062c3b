package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.TableName;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingWatchTest {
  @TempDir private Path folder;

  @Test
  void filesThatComeLaterAreTakenByAWatch() throws IOException {
    LandingUnderTest landing = new LandingUnderTest(folder);
    List<Landing> landings = Landing.of(landing.project("*.csv", "format: csv"), RunnerName.DIRECT);
    List<String> trouble = new CopyOnWriteArrayList<>();

    try (LandingWatch watch = LandingWatch.start(landings, trouble::add)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> landing.lake().exists(TableName.parse("lakebeam.files")));
      Files.writeString(
          folder.resolve("landing/a.csv"), "id,name,price,at\n1,Anna,1,2026-01-01T00:00:00\n");
      Files.writeString(folder.resolve("landing/b.csv"), "wrong\n");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> landing.rows("lakebeam.files", "state").contains("taken"));
      // A file that was half written when it was seen is refused at a later listing.
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !trouble.isEmpty());
    }

    assertThat(landing.rows("silver.item", "id", "name")).containsExactly("1 Anna");
    assertThat(trouble)
        .containsExactly("b.csv: line 1: no column 'id', 'name', 'price', 'at'; found: wrong");
  }
}
