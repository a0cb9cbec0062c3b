package io.lakebeam.contract;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What runs, where it writes, and what goes wrong: one test. */
record Combination(RunnerKind runner, StoreKind store, FaultKind fault) {

  /** Every combination that makes sense. */
  static List<Combination> all() {
    List<Combination> all = new ArrayList<>();
    for (FaultKind fault : FaultKind.values()) {
      for (RunnerKind runner : RunnerKind.values()) {
        for (StoreKind store : StoreKind.values()) {
          if (fault.appliesTo(runner, store)) {
            all.add(new Combination(runner, store, fault));
          }
        }
      }
    }
    return all;
  }

  /**
   * Few of them, with each pair of a runner and a store, of a runner and a fault and of a store and
   * a fault in at least one: the one with most pairs that are still missing, again and again.
   */
  static List<Combination> pairwise() {
    Set<Combination> left = new LinkedHashSet<>(all());
    Set<Set<Object>> covered = new HashSet<>();
    Map<StoreKind, Integer> used = new EnumMap<>(StoreKind.class);
    List<Combination> chosen = new ArrayList<>();
    while (true) {
      Combination best = null;
      for (Combination next : left) {
        if (best == null
            || next.missing(covered) > best.missing(covered)
            || (next.missing(covered) == best.missing(covered)
                && used.getOrDefault(next.store, 0) < used.getOrDefault(best.store, 0))) {
          best = next;
        }
      }
      if (best == null || best.missing(covered) == 0) {
        return chosen;
      }
      chosen.add(best);
      covered.addAll(best.pairs());
      used.merge(best.store, 1, Integer::sum);
      left.remove(best);
    }
  }

  /** Whether nothing else can happen to the same lake, whose disk is made for it. */
  boolean isAlone() {
    return fault == FaultKind.DISK_FULL;
  }

  private long missing(Set<Set<Object>> covered) {
    return pairs().stream().filter(pair -> !covered.contains(pair)).count();
  }

  Set<Set<Object>> pairs() {
    return Set.of(Set.of(runner, store), Set.of(runner, fault), Set.of(store, fault.withStores()));
  }

  @Override
  public String toString() {
    return runner + "-" + store + "-" + fault;
  }
}
