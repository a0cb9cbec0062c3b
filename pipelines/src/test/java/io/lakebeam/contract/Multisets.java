package io.lakebeam.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of a table, in any order, each as often as it is there. */
final class Multisets {
  private static final int SHOWN = 3;

  private Multisets() {}

  /** Fails with what is missing and what is too much, the first few of each. */
  static void requireEqual(String table, List<List<String>> expected, List<List<String>> found) {
    Map<List<String>, Integer> left = new HashMap<>();
    expected.forEach(row -> left.merge(row, 1, Integer::sum));
    found.forEach(row -> left.merge(row, -1, Integer::sum));
    List<List<String>> missing = new ArrayList<>();
    List<List<String>> extra = new ArrayList<>();
    left.forEach(
        (row, count) -> {
          for (int i = 0; i < Math.abs(count); i++) {
            (count > 0 ? missing : extra).add(row);
          }
        });
    if (!missing.isEmpty() || !extra.isEmpty()) {
      throw new AssertionError(
          "%s: %d rows expected, %d found; missing %d: %s; too much %d: %s"
              .formatted(
                  table,
                  expected.size(),
                  found.size(),
                  missing.size(),
                  missing.subList(0, Math.min(SHOWN, missing.size())),
                  extra.size(),
                  extra.subList(0, Math.min(SHOWN, extra.size()))));
    }
  }
}
