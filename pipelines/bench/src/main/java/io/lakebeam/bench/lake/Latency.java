package io.lakebeam.bench.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.bench.changes.ChangeEvents;
import io.lakebeam.bench.changes.ChangeMix;
import io.lakebeam.bench.changes.ChangeTopic;
import io.lakebeam.bench.measure.RunOptions;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Positions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * How long a change waits, from when the source committed it until whoever polls the lake can read
 * it, while changes come at a steady rate. Ours alone: its positions say which records are in.
 *
 * <p>The first three commit intervals, with the start of the process in them, are left out.
 */
final class Latency implements Callable<String> {
  private static final long POLL_MILLIS = 50;
  private static final long PATIENCE_MILLIS = 120_000;

  private final BenchSettings settings;
  private final int perSecond;
  private final int seconds;

  Latency(BenchSettings settings, int perSecond, int seconds) {
    this.settings = settings;
    this.perSecond = perSecond;
    this.seconds = seconds;
  }

  @Override
  public String call() throws Exception {
    Side side = settings.sides().get(0);
    Path folder = settings.folder("latency");
    ProducedTimes times = new ProducedTimes();
    ChangeMix mix = ChangeMix.onTable(settings.keys(), perSecond * seconds);
    String name = "bench.bank.public.account.latency." + System.currentTimeMillis();
    try (Broker broker = Broker.in(settings.work());
        ChangeTopic topic = ChangeTopic.create(broker.address(), name)) {
      RunOptions options = settings.run(side, folder, broker.address(), name);
      Positions.in(Lake.at(options.warehouse().toString()));
      Process process = new SideProcess(folder, settings.heap()).startEndless(side, options);
      try {
        watch(
            new SteadyLoad(topic, new ChangeEvents(mix, BenchSettings.SEED), perSecond),
            times,
            options,
            process);
      } finally {
        process.destroyForcibly();
      }
      if (settings.keep()) {
        broker.keep();
      }
    }
    return text(times);
  }

  private void watch(SteadyLoad load, ProducedTimes times, RunOptions options, Process process)
      throws InterruptedException {
    Positions positions = Positions.in(Lake.at(options.warehouse().toString()));
    long start = System.currentTimeMillis();
    long from = start + 3_000L * settings.commitSeconds();
    CompletableFuture<Void> producer = CompletableFuture.runAsync(() -> load.run(times));
    long deadline = start + 1_000L * seconds + PATIENCE_MILLIS;
    while (!(producer.isDone() && times.hasSeen((long) perSecond * seconds))) {
      times.seen(positions.read(), System.currentTimeMillis(), from);
      if (!process.isAlive() || System.currentTimeMillis() > deadline) {
        throw new IllegalStateException(
            "not every change came to the lake; see run.log beside " + options.result());
      }
      Thread.sleep(POLL_MILLIS);
    }
    producer.join();
  }

  private String text(ProducedTimes times) throws Exception {
    double p50 = times.percentile(0.5);
    double p99 = times.percentile(0.99);
    if (settings.json()) {
      Map<String, Object> work =
          Map.of(
              "ours", Map.of("p50_ms", p50, "p99_ms", p99), "peers", Map.of(), "ratios", Map.of());
      return new ObjectMapper().writeValueAsString(Map.of("works", Map.of("cdc", work)))
          + System.lineSeparator();
    }
    double goal = 1_000.0 * settings.commitSeconds() + 2_000;
    return String.format(
        Locale.ROOT,
        "commit to visible, %,d changes at %,d/s: p50 %,.0f ms, p99 %,.0f ms%n"
            + "%-8s p99: goal under %,.0f ms (the commit interval and 2 s)%n",
        times.count(),
        perSecond,
        p50,
        p99,
        p99 < goal ? "reached" : "missed",
        goal);
  }
}
