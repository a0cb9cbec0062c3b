package io.lakebeam.bench.lake;

import io.lakebeam.bench.changes.ChangeEvents;
import io.lakebeam.bench.changes.ChangeMix;
import io.lakebeam.bench.changes.ChangeTopic;
import io.lakebeam.bench.measure.MemoryTrend;
import io.lakebeam.bench.measure.RunOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * What ours holds while updates of a table's rows come at a steady rate, as {@link MemoryTrend}
 * tells it.
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
      return MemoryTrend.text(options.result());
    }
  }
}
