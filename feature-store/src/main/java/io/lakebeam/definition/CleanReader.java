package io.lakebeam.definition;

import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.CleanStep.Kind;
import io.lakebeam.quality.TextCleaning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * From the section {@code clean} of a table to its steps: a word, a word and what it takes, or a
 * list of them.
 */
final class CleanReader {
  private static final List<String> KINDS = Arrays.stream(Kind.values()).map(Kind::key).toList();

  private CleanReader() {}

  static Map<String, List<CleanStep>> steps(Section in) {
    Map<String, List<CleanStep>> steps = new LinkedHashMap<>();
    for (String column : in.keys()) {
      List<CleanStep> its = new ArrayList<>();
      in.items(column).forEach(item -> step(item).ifPresent(its::add));
      steps.put(column, its);
    }
    return steps;
  }

  private static Optional<CleanStep> step(Section in) {
    List<String> kinds = List.copyOf(in.keys());
    if (kinds.size() != 1) {
      in.refuseWhole("must be one step, found %d: %s".formatted(kinds.size(), kinds));
      return Optional.empty();
    }
    String kind = kinds.get(0);
    if (!KINDS.contains(kind)) {
      in.refuse(
          kind,
          "is no step; allowed: %s%s".formatted(String.join(", ", KINDS), Nearest.to(kind, KINDS)));
      return Optional.empty();
    }
    String argument = in.isBare(kind) ? null : in.textOrNumber(kind);
    try {
      CleanStep step = new CleanStep(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), argument);
      TextCleaning.of(List.of(step));
      return Optional.of(step);
    } catch (IllegalArgumentException e) {
      in.refuse(kind, e.getMessage());
      return Optional.empty();
    }
  }
}
