package io.lakebeam.infer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Looks for columns in which all records differ. It keeps hashes of 64 bits: of the columns that
 * still differ, eight at most after a thousand records, and of the first records all.
 */
final class KeySearch {
  private static final int MANY = 1_000;
  private static final int FEW_COLUMNS = 8;
  private static final int KEPT = 5_000;

  private final List<String> titles = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final List<@Nullable Set<Long>> different = new ArrayList<>();
  private final Set<Integer> empty = new HashSet<>();
  private final List<long[]> first = new ArrayList<>();
  private long records;

  /** A record: its values by their titles; null where there is none. */
  void see(Map<String, @Nullable String> record) {
    for (String title : record.keySet()) {
      if (places.putIfAbsent(title, titles.size()) == null) {
        titles.add(title);
        different.add(records == 0 ? new HashSet<>() : null);
        if (records > 0) {
          empty.add(titles.size() - 1);
        }
      }
    }
    long[] hashes = new long[titles.size()];
    for (int i = 0; i < hashes.length; i++) {
      String value = record.get(titles.get(i));
      hashes[i] = hash(value);
      Set<Long> others = different.get(i);
      if (value == null) {
        empty.add(i);
        different.set(i, null);
      } else if (others != null && !others.add(hashes[i])) {
        different.set(i, null);
      }
    }
    if (first.size() < KEPT) {
      first.add(hashes);
    }
    records++;
    if (records == MANY) {
      keepFew();
    }
  }

  private void keepFew() {
    int kept = 0;
    for (int i = 0; i < different.size(); i++) {
      if (different.get(i) != null && ++kept > FEW_COLUMNS) {
        different.set(i, null);
      }
    }
  }

  private static long hash(@Nullable String value) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; value != null && i < value.length(); i++) {
      hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  /**
   * The titles of a key that all records differ in: of one column, or two.
   *
   * @param canBe which columns can be of a key
   * @param isLikely which are tried first
   */
  Optional<List<String>> key(Predicate<String> canBe, Predicate<String> isLikely) {
    List<Integer> alone = new ArrayList<>();
    List<Integer> full = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      if (canBe.test(titles.get(i)) && !empty.contains(i)) {
        full.add(i);
        if (different.get(i) != null) {
          alone.add(i);
        }
      }
    }
    if (!alone.isEmpty()) {
      int best =
          alone.stream().filter(i -> isLikely.test(titles.get(i))).findFirst().orElse(alone.get(0));
      return Optional.of(List.of(titles.get(best)));
    }
    for (int one : full) {
      for (int other : full) {
        if (one < other && differ(one, other)) {
          return Optional.of(List.of(titles.get(one), titles.get(other)));
        }
      }
    }
    return Optional.empty();
  }

  private boolean differ(int one, int other) {
    Set<Long> seen = new HashSet<>();
    for (long[] hashes : first) {
      boolean has = one < hashes.length && other < hashes.length;
      if (!has || !seen.add(hashes[one] * 31 + hashes[other])) {
        return false;
      }
    }
    return records > 0;
  }

  /** The titles of columns that are never empty. */
  List<String> full(Predicate<String> canBe) {
    List<String> full = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      if (canBe.test(titles.get(i)) && !empty.contains(i)) {
        full.add(titles.get(i));
      }
    }
    return full;
  }
}
