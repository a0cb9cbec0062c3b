package io.lakebeam.quickstart;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * Which of the allowed names was probably meant.
 *
 * <pre>{@code
 * NearestName.hint("flinkrunner", List.of("DirectRunner", "FlinkRunner")) // "; did you mean 'FlinkRunner'?"
 * }</pre>
 */
public final class NearestName {
  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();
  private static final double ALIKE = 0.75;

  private NearestName() {}

  /**
   * The allowed name that is most alike, case apart; nothing where none is (Jaro-Winkler below
   * 0.75).
   */
  public static Optional<String> of(String found, Collection<String> allowed) {
    return allowed.stream()
        .filter(name -> similarity(found, name) >= ALIKE)
        .max(Comparator.comparingDouble(name -> similarity(found, name)));
  }

  /** The end of a message: {@code "; did you mean 'x'?"}, or nothing where no name is alike. */
  public static String hint(String found, Collection<String> allowed) {
    return of(found, allowed).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  private static double similarity(String found, String name) {
    return SIMILARITY.apply(found.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }
}
