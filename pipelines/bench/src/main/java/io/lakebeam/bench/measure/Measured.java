package io.lakebeam.bench.measure;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  /** Of the figures of a reader's first and second reading. */
  private static final List<String> SUFFIXES = List.of("", "_warm");

  private final FirstRecord firstRecord = FirstRecord.watch();
  private final Properties result = new Properties();
  private final Map<String, Integer> readings = new HashMap<>();
  private final double[] fastest = {Double.MAX_VALUE, Double.MAX_VALUE};

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

  /**
   * Reads the table back, all columns of all rows, and keeps the time and the sums. To be called
   * twice for each reader: the first time is the figure, the second tells what of it was the JVM's
   * warming up. Of several readers the fastest counts.
   */
  public void readBack(String reader, Callable<ColumnSums> read) throws Exception {
    ColumnSums sums = timed(reader, read);
    sums.writeTo(result);
  }

  /**
   * Reads the table back in another way.
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
    int reading = readings.merge(reader, 1, Integer::sum) - 1;
    String suffix = SUFFIXES.get(reading);
    put("read_back_seconds" + suffix + "." + reader, seconds);
    put("read_back_cpu_seconds" + suffix + "." + reader, cpu);
    if (seconds < fastest[reading]) {
      fastest[reading] = seconds;
      put("read_back_seconds" + suffix, seconds);
      put("read_back_cpu_seconds" + suffix, cpu);
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
