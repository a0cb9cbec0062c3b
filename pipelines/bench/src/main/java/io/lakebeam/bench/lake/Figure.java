package io.lakebeam.bench.lake;

import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.DoubleStream;

/** What is measured of a run, and how it is printed. */
enum Figure {
  ITEMS_PER_S("items_per_s", "events/s", 0),
  ITEMS_PER_S_WARM("items_per_s_warm", "events/s, start-up apart", 0),
  CPU_SECONDS("cpu_seconds", "CPU seconds", 1),
  CPU_SECONDS_WARM("cpu_seconds_warm", "CPU seconds, start-up apart", 1),
  PEAK_MEMORY_MB("peak_memory_mb", "peak memory, MiB", 0),
  FILES("files", "data files", 0),
  READ_BACK_SECONDS("read_back_seconds", "read back, seconds", 2),
  READ_BACK_CPU_SECONDS("read_back_cpu_seconds", "read back, CPU seconds", 2),
  READ_BACK_SECONDS_WARM("read_back_seconds_warm", "read back again, seconds", 2);

  private final String key;
  private final String title;
  private final int decimals;

  Figure(String key, String title, int decimals) {
    this.key = key;
    this.title = title;
    this.decimals = decimals;
  }

  /** Its name in JSON. */
  String key() {
    return key;
  }

  /** Its name for people. */
  String title() {
    return title;
  }

  String print(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** Its value in a run that took in so many events. */
  double of(Properties run, int events) {
    return switch (this) {
      case ITEMS_PER_S -> events / number(run, "seconds");
      case ITEMS_PER_S_WARM -> events / number(run, "seconds_warm");
      default -> number(run, key);
    };
  }

  /** Its median over runs. */
  double median(List<Properties> runs, int events) {
    return median(runs.stream().mapToDouble(run -> of(run, events)));
  }

  /** The median of a number that only some sides have. */
  static double median(List<Properties> runs, String name) {
    return median(runs.stream().mapToDouble(run -> number(run, name)));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double number(Properties run, String name) {
    return Double.parseDouble(run.getProperty(name));
  }
}
