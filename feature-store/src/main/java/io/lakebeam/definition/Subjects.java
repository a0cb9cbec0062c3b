package io.lakebeam.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What tables say of their subjects, checked. */
final class Subjects {
  private Subjects() {}

  /** What leads nowhere, or in a circle, or could not be remembered. */
  static List<Problem> problems(
      Map<String, TableDefinition> tables, @Nullable ErasureDefinition erasure) {
    List<Problem> problems = new ArrayList<>();
    for (TableDefinition table : tables.values()) {
      if (table.subject() != null) {
        check(table, tables, problems);
        if (erasure == null) {
          problems.add(
              new Problem(
                  "tables." + table.name() + ".subject",
                  "needs to be remembered once it is erased: write erasure: {future: refuse, key: \"${ERASURE_KEY}\"} beside tables"));
        }
      }
    }
    return problems;
  }

  private static void check(
      TableDefinition table, Map<String, TableDefinition> tables, List<Problem> problems) {
    String path = "tables." + table.name() + ".subject.of";
    Set<String> passed = new HashSet<>();
    for (TableDefinition at = table; at.subject().of() != null; ) {
      String of = at.subject().of();
      TableDefinition next = tables.get(of);
      String problem =
          next == null
              ? Nearest.missing("table", of, tables.keySet())
              : !passed.add(of)
                  ? "leads in a circle: " + of
                  : next.subject() == null
                      ? "names table '%s', which declares no subject".formatted(of)
                      : next.key().size() != 1
                          ? "names table '%s', whose key has %d columns; allowed: one"
                              .formatted(of, next.key().size())
                          : null;
      if (problem != null) {
        problems.add(new Problem(path, problem));
        return;
      }
      at = next;
    }
  }
}
