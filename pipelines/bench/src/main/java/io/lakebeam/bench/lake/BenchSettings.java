package io.lakebeam.bench.lake;

import io.lakebeam.bench.measure.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param work where everything is written
 * @param sides who runs, in this order
 * @param events change events
 * @param keys keys that they are over
 * @param runs of each side
 * @param commitSeconds how often all commit
 * @param heap of every side's JVM, as -Xmx takes it
 * @param json whether to print JSON in place of text
 * @param keep whether the broker is left running
 */
record BenchSettings(
    Path work,
    List<Side> sides,
    int events,
    int keys,
    int runs,
    int commitSeconds,
    String heap,
    boolean json,
    boolean keep) {
  static final int SEED = 42;
  private static final int PARALLELISM = 2;

  /** An empty folder for a run. */
  Path folder(String name) throws IOException {
    Path folder = work.resolve(name);
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return Files.createDirectories(folder);
  }

  /** The options of a run in {@code folder}, its tables in the folder {@code warehouse} in it. */
  RunOptions run(Side side, Path folder, String kafka, String topic) {
    return new RunOptions(
        kafka,
        topic,
        folder.resolve("warehouse"),
        side.tables(),
        commitSeconds,
        PARALLELISM,
        folder.resolve("result.properties"));
  }
}
