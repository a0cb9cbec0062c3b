package io.lakebeam.definition;

import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.Expectation.Kind;
import io.lakebeam.quality.Expectation.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From the list {@code expect} of a table to what is expected of its rows. */
final class ExpectReader {
  private static final String COLUMN = "column";
  private static final String SEVERITY = "severity";
  private static final List<String> KINDS = Arrays.stream(Kind.values()).map(Kind::key).toList();

  private ExpectReader() {}

  static List<Expectation> expectations(List<Section> items) {
    List<Expectation> expectations = new ArrayList<>();
    items.forEach(item -> expectation(item).ifPresent(expectations::add));
    return expectations;
  }

  private static Optional<Expectation> expectation(Section in) {
    List<String> allowed = new ArrayList<>(List.of(COLUMN, SEVERITY));
    allowed.addAll(KINDS);
    in.allow(allowed.toArray(new String[0]));
    String column = in.text(COLUMN);
    Severity severity =
        in.has(SEVERITY)
            ? in.choice(SEVERITY, List.of(Severity.values()), Severity::key)
            : Severity.WARN;
    Set<String> kinds = new LinkedHashSet<>(in.keys());
    kinds.retainAll(KINDS);
    if (kinds.size() != 1) {
      in.refuseWhole(
          "must have one of %s, found %d: %s"
              .formatted(String.join(", ", KINDS), kinds.size(), kinds));
      return Optional.empty();
    }
    String key = kinds.iterator().next();
    Kind kind =
        Arrays.stream(Kind.values()).filter(one -> one.key().equals(key)).findFirst().orElseThrow();
    List<String> arguments = arguments(in, kind);
    try {
      return Optional.of(new Expectation(column, kind, arguments, severity));
    } catch (IllegalArgumentException e) {
      in.refuse(key, e.getMessage());
      return Optional.empty();
    }
  }

  private static List<String> arguments(Section in, Kind kind) {
    return switch (kind) {
      case NOT_NULL, NOT_FUTURE -> {
        in.requireTrue(kind.key());
        yield List.of();
      }
      case MATCHES -> List.of(in.text(kind.key()));
      case BETWEEN, IN, LENGTH -> in.values(kind.key());
    };
  }
}
