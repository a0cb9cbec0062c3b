package io.lakebeam.bench.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.bench.changes.ChangeMix;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Ours and the peer take the same topic in, one after the other, several times. */
final class Throughput implements Callable<String> {
  private final BenchSettings settings;

  Throughput(BenchSettings settings) {
    this.settings = settings;
  }

  @Override
  public String call() throws Exception {
    ChangeMix mix = ChangeMix.of(settings.events(), settings.keys());
    LakeReport report = new LakeReport(mix.events());
    try (Broker broker = Broker.in(settings.work())) {
      String topic = broker.topic(mix, BenchSettings.SEED);
      for (int run = 1; run <= settings.runs(); run++) {
        System.err.printf("Run %d of %d%n", run, settings.runs());
        for (Side side : settings.sides()) {
          Path folder = settings.folder(side.folder() + "-" + run);
          SideProcess process = new SideProcess(folder, settings.heap());
          report.add(side, process.run(side, settings.run(side, folder, broker.address(), topic)));
        }
      }
      if (settings.keep()) {
        broker.keep();
      }
    }
    report.requireEqualTables(mix.rowsLeft());
    return settings.json()
        ? new ObjectMapper().writeValueAsString(report.json()) + System.lineSeparator()
        : report.text();
  }
}
