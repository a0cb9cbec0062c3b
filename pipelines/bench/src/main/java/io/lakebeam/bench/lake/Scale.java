package io.lakebeam.bench.lake;

import io.lakebeam.bench.changes.ChangeMix;
import io.lakebeam.bench.measure.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The same number of changes to a table of the keys asked for, and to one of ten times as many:
 * what a change costs must not grow with the table. Ours alone.
 *
 * <p>The tables are filled first, from a snapshot's events, which is not measured; every run gets a
 * copy of them. The changes are half new keys, 35 % updates and 15 % deletes of keys from all over
 * the table.
 */
final class Scale implements Callable<String> {
  private static final int TIMES = 10;
  private static final double GOAL = 0.8;

  private final BenchSettings settings;

  Scale(BenchSettings settings) {
    this.settings = settings;
  }

  @Override
  public String call() throws Exception {
    Side side = settings.sides().get(0);
    List<Properties> small = new ArrayList<>();
    List<Properties> large = new ArrayList<>();
    try (Broker broker = Broker.in(settings.work())) {
      Path smallTable = fill(side, settings.keys(), broker);
      Path largeTable = fill(side, settings.keys() * TIMES, broker);
      for (int run = 1; run <= settings.runs(); run++) {
        System.err.printf("Run %d of %d%n", run, settings.runs());
        small.add(change(side, settings.keys(), smallTable, broker));
        large.add(change(side, settings.keys() * TIMES, largeTable, broker));
      }
      if (settings.keep()) {
        broker.keep();
      }
    }
    return text(small, large);
  }

  /** The folder that holds the filled tables. */
  private Path fill(Side side, int rows, Broker broker) throws Exception {
    Path folder = settings.folder("scale-" + rows);
    String topic = broker.topic(ChangeMix.snapshot(rows), BenchSettings.SEED);
    RunOptions options = settings.run(side, folder, broker.address(), topic);
    Properties filled = new SideProcess(folder, settings.heap()).run(side, options);
    requireRows(rows, filled);
    return options.warehouse();
  }

  private Properties change(Side side, int rows, Path filled, Broker broker) throws Exception {
    ChangeMix mix = ChangeMix.onTable(rows, settings.events());
    String topic = broker.topic(mix, BenchSettings.SEED);
    Path folder = settings.folder("scale-run");
    RunOptions options = settings.run(side, folder, broker.address(), topic);
    copy(filled, options.warehouse());
    Properties result = new SideProcess(folder, settings.heap()).run(side, options);
    requireRows(mix.rowsLeft(), result);
    return result;
  }

  private static void requireRows(int wanted, Properties result) {
    if (!result.getProperty("rows").equals(Integer.toString(wanted))) {
      throw new IllegalStateException(
          "the table has %s rows, not %d".formatted(result.getProperty("rows"), wanted));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  private String text(List<Properties> small, List<Properties> large) {
    double smallRate = Figure.ITEMS_PER_S_WARM.median(small, settings.events());
    double largeRate = Figure.ITEMS_PER_S_WARM.median(large, settings.events());
    return String.format(
        Locale.ROOT,
        "table of %,d rows: %,.0f events/s, start-up apart; of %,d: %,.0f, %.2f times%n"
            + "%-8s goal: falls by less than 20 %%%n",
        settings.keys(),
        smallRate,
        settings.keys() * TIMES,
        largeRate,
        largeRate / smallRate,
        largeRate / smallRate > GOAL ? "reached" : "missed");
  }
}
