package io.lakebeam.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes down every 10 s what this process holds: seconds since its start, mebibytes of heap that
 * are in use after a full collection, which it asks for, and mebibytes that are resident.
 */
public final class MemorySamples {
  private static final long EVERY_SECONDS = 10;

  private final Writer file;

  private MemorySamples(Writer file) {
    this.file = file;
  }

  /** Samples into the file, in a thread of its own, until the process ends. */
  public static void start(Path file) throws IOException {
    MemorySamples samples = new MemorySamples(Files.newBufferedWriter(file));
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread sampler = new Thread(task, "memory-samples");
              sampler.setDaemon(true);
              return sampler;
            });
    var unused = thread.scheduleAtFixedRate(samples::sample, 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void sample() {
    System.gc();
    double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    try {
      file.write(
          String.format(
              Locale.ROOT,
              "%.1f\t%.1f\t%.1f%n",
              OwnProcess.secondsSinceStart(),
              heap,
              OwnProcess.residentMebibytes()));
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the memory's samples could not be written", e);
    }
  }
}
