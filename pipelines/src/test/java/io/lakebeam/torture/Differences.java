package io.lakebeam.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between what is expected and what is found: a number, and the first few. */
final class Differences {
  private static final int SHOWN = 3;
  private static final int LONGEST = 120;

  private Differences() {}

  /** Says what is missing, what is too much and which columns of which rows differ, if anything. */
  static <K> Optional<String> between(
      Map<K, Map<String, String>> expected, Map<K, Map<String, String>> found) {
    List<String> missing = new ArrayList<>();
    Map<String, List<String>> differing = new TreeMap<>();
    expected.forEach(
        (key, row) -> {
          if (!found.containsKey(key)) {
            missing.add(key.toString());
          } else if (!row.equals(found.get(key))) {
            addColumns(differing, key, row, found.get(key));
          }
        });
    List<String> extra =
        found.keySet().stream().filter(k -> !expected.containsKey(k)).map(K::toString).toList();
    List<String> parts = new ArrayList<>();
    add(parts, "missing", missing);
    add(parts, "too much", extra);
    differing.forEach((column, rows) -> add(parts, column + " differs in", rows));
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }

  /** {@code "missing 2: a, b"}. */
  static void add(List<String> parts, String what, List<String> rows) {
    if (!rows.isEmpty()) {
      parts.add(
          "%s %d: %s"
              .formatted(
                  what,
                  rows.size(),
                  String.join(" | ", rows.subList(0, Math.min(SHOWN, rows.size())))));
    }
  }

  private static <K> void addColumns(
      Map<String, List<String>> differing,
      K key,
      Map<String, String> expected,
      Map<String, String> found) {
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(found.keySet());
    for (String column : names) {
      if (!Objects.equals(expected.get(column), found.get(column))) {
        differing
            .computeIfAbsent(column, name -> new ArrayList<>())
            .add(
                "%s: %s, expected %s"
                    .formatted(key, shortened(found.get(column)), shortened(expected.get(column))));
      }
    }
  }

  private static String shortened(String value) {
    return value == null || value.length() <= LONGEST
        ? String.valueOf(value)
        : "%s... (%d characters)".formatted(value.substring(0, LONGEST), value.length());
  }
}
