package io.lakebeam.contract;

import java.nio.file.Path;
import java.util.Comparator;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One scenario at a time: the faults of a runner and a store happen to the same one, one after
 * another, as long as all goes well; after one that does not, the next begins anew.
 */
final class Scenarios implements AutoCloseable {
  /** Those that can share a scenario stand together. */
  static final Comparator<Combination> ORDER =
      Comparator.comparing(Combination::runner)
          .thenComparing(Combination::store)
          .thenComparing(Combination::isAlone);

  private final ContractServers servers;
  private final Path folder;
  private final long seed;
  private @Nullable Scenario scenario;
  private @Nullable Combination last;
  private int opened;

  /**
   * @param folder where each has a folder
   */
  Scenarios(ContractServers servers, Path folder, long seed) {
    this.servers = servers;
    this.folder = folder;
    this.seed = seed;
  }

  /** Lets the fault happen, and compares the lake with what was sent. */
  void run(Combination combination) throws Exception {
    if (last == null || ORDER.compare(last, combination) != 0) {
      close();
    }
    if (scenario == null) {
      String name = "%s-%s-%d".formatted(combination.runner(), combination.store(), ++opened);
      scenario = Scenario.of(servers, combination, folder.resolve(name), seed);
      last = combination;
    }
    boolean isKept = false;
    try {
      scenario.undergo(combination.fault());
      isKept = true;
    } finally {
      if (!isKept) {
        close();
      }
    }
  }

  @Override
  public void close() throws Exception {
    Scenario ended = scenario;
    scenario = null;
    if (ended != null) {
      ended.close();
    }
  }
}
