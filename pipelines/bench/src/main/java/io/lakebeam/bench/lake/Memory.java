package io.lakebeam.bench.lake;

import io.lakebeam.bench.changes.ChangeEvents;
import io.lakebeam.bench.changes.ChangeMix;
import io.lakebeam.bench.changes.ChangeTopic;
import io.lakebeam.bench.measure.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What ours holds while updates of a table's rows come at a steady rate: a line fitted through the
 * heap in use after a full collection, and through the resident set, sampled every 10 s.
 *
 * <p>The first fifth of the samples is left out: the process is still warming up.
 */
final class Memory implements Callable<String> {
  private final BenchSettings settings;
  private final int perSecond;
  private final int minutes;

  Memory(BenchSettings settings, int perSecond, int minutes) {
    this.settings = settings;
    this.perSecond = perSecond;
    this.minutes = minutes;
  }

  @Override
  public String call() throws Exception {
    Side side = settings.sides().get(0);
    Path folder = settings.folder("memory");
    ChangeMix mix = new ChangeMix(settings.keys(), 0, 0, perSecond * 60 * minutes, 0);
    String name = "bench.bank.public.account.memory." + System.currentTimeMillis();
    try (Broker broker = Broker.in(settings.work());
        ChangeTopic topic = ChangeTopic.create(broker.address(), name)) {
      RunOptions options = settings.run(side, folder, broker.address(), name);
      Process process = new SideProcess(folder, settings.heap()).startEndless(side, options);
      try {
        new SteadyLoad(topic, new ChangeEvents(mix, BenchSettings.SEED), perSecond)
            .run((partition, offset, millis) -> {});
        if (!process.isAlive()) {
          throw new IllegalStateException("ours has ended; see run.log beside " + options.result());
        }
      } finally {
        process.destroyForcibly();
      }
      if (settings.keep()) {
        broker.keep();
      }
      return text(options.result());
    }
  }

  private static String text(Path samples) throws IOException {
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
