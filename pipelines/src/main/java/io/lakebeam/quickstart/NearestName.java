package io.lakebeam.quickstart;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Which of the allowed names was probably meant.
 *
 * <pre>
 * {@code NearestName.hint("flinkrunner", List.of("DirectRunner", "FlinkRunner")) // "; did you mean 'FlinkRunner'?"}
 * </pre>
 */
public final class NearestName {
  private NearestName() {}

  /**
   * The nearest allowed name, if one is near: at most a third of its letters differ, case apart.
   */
  public static Optional<String> of(String found, Collection<String> allowed) {
    return allowed.stream()
        .filter(name -> distance(found, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(found, name)));
  }

  /** The end of a message: {@code "; did you mean 'x'?"}, or nothing where no name is near. */
  public static String hint(String found, Collection<String> allowed) {
    return of(found, allowed).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  private static int distance(String found, String name) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(found.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }
}
