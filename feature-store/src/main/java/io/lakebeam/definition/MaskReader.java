package io.lakebeam.definition;

import io.lakebeam.privacy.MaskRule;
import io.lakebeam.privacy.MaskRule.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** From the section {@code mask} of a table to its rules: a word, or a word and what it takes. */
final class MaskReader {
  private static final List<String> KINDS = Arrays.stream(Kind.values()).map(Kind::key).toList();

  private MaskReader() {}

  static Map<String, MaskRule> masks(Section in) {
    Map<String, MaskRule> masks = new LinkedHashMap<>();
    for (String column : in.keys()) {
      rule(column, in).ifPresent(rule -> masks.put(column, rule));
    }
    return masks;
  }

  private static Optional<MaskRule> rule(String column, Section in) {
    if (in.isSection(column)) {
      return in.section(column, MaskReader::withArgument);
    }
    String kind = in.text(column);
    return kind.isEmpty() ? Optional.empty() : rule(in, column, kind, null);
  }

  private static Optional<MaskRule> withArgument(Section in) {
    List<String> kinds = List.copyOf(in.keys());
    if (kinds.size() != 1) {
      in.refuseWhole("must be one mask, found %d: %s".formatted(kinds.size(), kinds));
      return Optional.empty();
    }
    return rule(in, kinds.get(0), kinds.get(0), in.textOrNumber(kinds.get(0)));
  }

  private static Optional<MaskRule> rule(
      Section in, String at, String kind, @Nullable String argument) {
    if (!KINDS.contains(kind)) {
      in.refuse(
          at,
          "must be one of %s, found '%s'%s"
              .formatted(String.join(", ", KINDS), kind, Nearest.to(kind, KINDS)));
      return Optional.empty();
    }
    try {
      return Optional.of(new MaskRule(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), argument));
    } catch (IllegalArgumentException e) {
      in.refuse(at, e.getMessage());
      return Optional.empty();
    }
  }
}
