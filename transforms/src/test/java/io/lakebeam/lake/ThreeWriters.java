package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Three processes that commit to one table, one of which is killed on the way: what they were told
 * is in is there, once.
 */
final class ThreeWriters {
  private static final int COMMITS = 40;
  private static final int KILLED_AFTER = 8;

  private final Lake lake;
  private final Path folder;

  ThreeWriters(Lake lake, Path folder) {
    this.lake = lake;
    this.folder = folder;
  }

  void loseNothing() throws Exception {
    lake.create(Orders.CURRENT);
    List<Process> writers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        writers.add(
            LakeProcess.start(
                lake, "write", Integer.toString(i), "" + COMMITS, acknowledged(i).toString()));
      }
      await().atMost(90, TimeUnit.SECONDS).until(() -> keys(0).size() >= KILLED_AFTER);
      assertThat(writers.get(0).destroyForcibly().waitFor()).as("still wrote").isEqualTo(137);
      assertThat(writers.get(1).waitFor()).isZero();
      assertThat(writers.get(2).waitFor()).isZero();
    } finally {
      writers.forEach(Process::destroyForcibly);
    }
    assertThat(keys(1)).hasSize(COMMITS);
    assertThat(keys(2)).hasSize(COMMITS);
    verifyRows();
  }

  private void verifyRows() throws IOException {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      keys(i).forEach(key -> told.add(key + ":written:1"));
    }
    List<String> found = Orders.read(lake, Orders.CURRENT);
    assertThat(found).containsAll(told);
    // The killed one may have had one more on the way.
    assertThat(found.size() - told.size()).isBetween(0, 1);
    // A commit that went in twice would have made a snapshot more.
    assertThat(lake.snapshot(Orders.CURRENT.name())).isEqualTo(found.size());
  }

  private Path acknowledged(int writer) {
    return folder.resolve("acknowledged-" + writer);
  }

  private List<String> keys(int writer) throws IOException {
    return Files.exists(acknowledged(writer))
        ? Files.readAllLines(acknowledged(writer))
        : List.of();
  }
}
