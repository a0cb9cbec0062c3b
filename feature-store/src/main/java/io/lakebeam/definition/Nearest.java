package io.lakebeam.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * Ends of messages that name what exists and what was probably meant.
 *
 * <pre>{@code
 * Nearest.to("flinkrunner", List.of("DirectRunner", "FlinkRunner")) // "; did you mean 'FlinkRunner'?"
 * }</pre>
 */
public final class Nearest {

  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();
  private static final double ALIKE = 0.75;

  private Nearest() {}

  /**
   * {@code "; did you mean 'applicant'?"}, case apart; nothing where nothing is alike (Jaro-Winkler
   * below 0.75).
   */
  public static String to(String found, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> similarity(found, candidate) >= ALIKE)
        .max(Comparator.comparingDouble(candidate -> similarity(found, candidate)))
        .map(candidate -> "; did you mean '" + candidate + "'?")
        .orElse("");
  }

  /** {@code names the table 'aplicant', which does not exist; defined: ...; did you mean ...?}. */
  static String missing(String kind, String found, Collection<String> candidates) {
    String existing =
        candidates.isEmpty() ? "none is defined" : "defined: " + String.join(", ", candidates);
    return "names the %s '%s', which does not exist; %s%s"
        .formatted(kind, found, existing, to(found, candidates));
  }

  private static double similarity(String found, String candidate) {
    return SIMILARITY.apply(found.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
  }
}
