package io.lakebeam.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a process held over time: a line fitted through the heap in use after a full collection, and
 * through the resident set, of the samples that {@link MemorySamples} took.
 *
 * <p>The first fifth of the samples is left out: the process is still warming up.
 */
public final class MemoryTrend {
  private MemoryTrend() {}

  /**
   * The trend, as lines for people.
   *
   * @param samples the file that {@link MemorySamples} has written
   */
  public static String text(Path samples) throws IOException {
    List<double[]> all =
        Files.readAllLines(samples).stream()
            .map(line -> List.of(line.split("\t")).stream().mapToDouble(Double::parseDouble))
            .map(numbers -> numbers.toArray())
            .toList();
    List<double[]> kept = all.subList(all.size() / 5, all.size());
    return String.format(
        Locale.ROOT,
        "%d samples over %.1f minutes%n%s%s",
        kept.size(),
        (kept.get(kept.size() - 1)[0] - kept.get(0)[0]) / 60,
        line("heap in use after a full collection", kept, 1),
        line("resident", kept, 2));
  }

  private static String line(String what, List<double[]> samples, int column) {
    return String.format(
        Locale.ROOT,
        "%s: %.0f to %.0f MiB, slope %+.2f MiB per minute%n",
        what,
        samples.stream().mapToDouble(sample -> sample[column]).min().orElseThrow(),
        samples.stream().mapToDouble(sample -> sample[column]).max().orElseThrow(),
        60 * slope(samples, column));
  }

  /** Of the least-squares line, per second. */
  static double slope(List<double[]> samples, int column) {
    double meanX = samples.stream().mapToDouble(s -> s[0]).average().orElseThrow();
    double meanY = samples.stream().mapToDouble(s -> s[column]).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (double[] sample : samples) {
      products += (sample[0] - meanX) * (sample[column] - meanY);
      squares += (sample[0] - meanX) * (sample[0] - meanX);
    }
    return products / squares;
  }
}
