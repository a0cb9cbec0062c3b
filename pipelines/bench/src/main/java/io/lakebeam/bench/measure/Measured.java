package io.lakebeam.bench.measure;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Measures one run of one side, in the process that makes it.
 *
 * <pre>{@code
 * Measured run = Measured.start();
 * ingest();
 * run.ingested();
 * run.readBack("reader", () -> sums());
 * run.write(options, file -> file.toString().contains("/bucket-"));
 * }</pre>
 *
 * <p>Seconds count from the JVM's start; {@code warm} ones from the first record that a Kafka
 * consumer of the process handed out. CPU seconds are those of the whole process, less what the
 * measuring thread took between {@link #start} and {@link #ingested}. The peak of memory is the
 * resident set's, up to the end of the ingest.
 */
public final class Measured {
  private final FirstRecord firstRecord = FirstRecord.watch();
  private final Properties result = new Properties();
  private double bestReadBack = Double.MAX_VALUE;

  private Measured() {}

  /** Starts to measure; to be called first thing in {@code main}. */
  public static Measured start() {
    return new Measured();
  }

  /** The last commit is visible. */
  public void ingested() throws IOException {
    ingested(0);
  }

  /**
   * The last commit is visible.
   *
   * @param watchCpuSeconds what looking for it has cost, which is not the ingest's
   */
  public void ingested(double watchCpuSeconds) throws IOException {
    double seconds = OwnProcess.secondsSinceStart();
    double cpu = OwnProcess.cpuSeconds() - watchCpuSeconds;
    put("seconds", seconds);
    put("seconds_warm", seconds - firstRecord.seconds());
    put("cpu_seconds", cpu);
    put("cpu_seconds_warm", cpu - firstRecord.cpuSeconds());
    put("peak_memory_mb", OwnProcess.peakMemoryMebibytes());
  }

  /** Reads the table back, all columns of all rows, and keeps the time and the sums. */
  public void readBack(String reader, Callable<ColumnSums> read) throws Exception {
    ColumnSums sums = timed(reader, read);
    sums.writeTo(result);
  }

  /**
   * Reads the table back in another way; the best time counts.
   *
   * @param read returns the number of rows
   */
  public void readBackRows(String reader, Callable<Long> read) throws Exception {
    long rows = timed(reader, read);
    result.setProperty("rows." + reader, Long.toString(rows));
  }

  private <T> T timed(String reader, Callable<T> read) throws Exception {
    long start = System.nanoTime();
    double cpuStart = OwnProcess.cpuSeconds();
    T found = read.call();
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu = OwnProcess.cpuSeconds() - cpuStart;
    put("read_back_seconds." + reader, seconds);
    put("read_back_cpu_seconds." + reader, cpu);
    if (seconds < bestReadBack) {
      bestReadBack = seconds;
      put("read_back_seconds", seconds);
      put("read_back_cpu_seconds", cpu);
    }
    return found;
  }

  /** Writes all that was measured, and how many data files lie in the warehouse. */
  public void write(RunOptions options, String dataFolder) throws IOException {
    try (Stream<Path> files = Files.walk(options.warehouse())) {
      long count =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.getParent().getFileName().toString().startsWith(dataFolder))
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .count();
      result.setProperty("files", Long.toString(count));
    }
    try (Writer writer = Files.newBufferedWriter(options.result())) {
      result.store(writer, null);
    }
  }

  private void put(String figure, double value) {
    result.setProperty(figure, Double.toString(value));
  }
}
