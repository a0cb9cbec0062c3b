package io.lakebeam.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The most memory that this process and all its descendants held together, sampled while it is
 * open.
 *
 * <p>Unit: bytes of proportional set size (PSS), as Linux gives it in {@code
 * /proc/PID/smaps_rollup}: a page that n processes share counts 1/n in each, so that the sum is
 * what the machine gave. Unknown where the kernel has no such file.
 */
final class PeakMemory implements AutoCloseable {
  private static final long SAMPLE_EVERY_MILLIS = 500;

  private final ScheduledExecutorService sampler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "peak-memory");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long peak;

  PeakMemory() {
    var unused =
        sampler.scheduleWithFixedDelay(this::sample, 0, SAMPLE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The peak so far in mebibytes. */
  OptionalLong mebibytes() {
    return peak == 0 ? OptionalLong.empty() : OptionalLong.of((peak + (1 << 20) - 1) >> 20);
  }

  @Override
  public void close() {
    sampler.shutdownNow();
  }

  private void sample() {
    long sum =
        Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
            .mapToLong(process -> proportionalSetSize(process.pid()))
            .sum();
    peak = Math.max(peak, sum);
  }

  private static long proportionalSetSize(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      // The process has ended since it was listed, or this is not Linux.
      return 0;
    }
  }
}
