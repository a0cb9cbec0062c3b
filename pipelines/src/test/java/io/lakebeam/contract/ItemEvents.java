package io.lakebeam.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What happened in the source, in the order of its log, made from a seed: inserts, updates, deletes
 * and keys that come back. Its clock is off by up to a day either way, anew at each event.
 */
final class ItemEvents {
  private static final long NOON = 1_795_262_400_000L;
  private static final int DAY = 86_400_000;
  private static final int KEYS = 300;
  private static final int CHANGES_PER_TRANSACTION = 5;

  private ItemEvents() {}

  static List<ItemEvent> of(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Integer> alive = new HashSet<>();
    List<ItemEvent> events = new ArrayList<>();
    long lsn = 24_000_000L;
    long commitLsn = lsn;
    for (int i = 0; i < count; i++) {
      if (i % CHANGES_PER_TRANSACTION == 0) {
        commitLsn = lsn;
      }
      lsn += 100 + random.nextInt(200);
      int id = random.nextInt(KEYS);
      String operation = alive.add(id) ? "c" : random.nextInt(10) < 7 ? "u" : "d";
      if (operation.equals("d")) {
        alive.remove(id);
      }
      events.add(
          new ItemEvent(
              operation,
              id,
              random.nextInt(8) == 0 ? null : "n-\u00e9\ud83d\ude00-" + i,
              random.nextInt(),
              commitLsn,
              lsn,
              NOON + random.nextInt(-DAY, DAY)));
    }
    return events;
  }

  /** The last event of each key: newest by the source's log, deletes included. */
  static Collection<ItemEvent> fold(List<ItemEvent> events) {
    Map<Long, ItemEvent> last = new LinkedHashMap<>();
    events.forEach(event -> last.put(event.id(), event));
    return last.values();
  }
}
