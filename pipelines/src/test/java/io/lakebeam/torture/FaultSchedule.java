package io.lakebeam.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** When which fault happens, counted from the workload's start; the same for the same seed. */
record FaultSchedule(List<Planned> faults) {
  private static final Duration BETWEEN = Duration.ofSeconds(8);

  /** A fault, and when it comes. */
  record Planned(Duration after, TortureFault fault) {
    @Override
    public String toString() {
      return "%s at %.1f s"
          .formatted(fault.name().toLowerCase(Locale.ROOT), after.toMillis() / 1_000.0);
    }
  }

  /**
   * One about every eight seconds, each kind before any comes a second time; none in the last
   * fifth, so that what the last one broke is met by changes.
   */
  static FaultSchedule of(long seed, Duration duration, String runner) {
    SplittableRandom random = new SplittableRandom(seed);
    long last = duration.toMillis() * 4 / 5;
    List<TortureFault> kinds = new ArrayList<>();
    List<Planned> faults = new ArrayList<>();
    for (long from = 0; from + BETWEEN.toMillis() <= last; from += BETWEEN.toMillis()) {
      if (kinds.isEmpty()) {
        kinds.addAll(TortureFault.on(runner));
      }
      long after = from + BETWEEN.toMillis() / 2 + random.nextInt((int) BETWEEN.toMillis() / 2);
      faults.add(new Planned(Duration.ofMillis(after), kinds.remove(random.nextInt(kinds.size()))));
    }
    return new FaultSchedule(faults);
  }

  @Override
  public String toString() {
    return faults.stream().map(Planned::toString).collect(Collectors.joining(", "));
  }
}
