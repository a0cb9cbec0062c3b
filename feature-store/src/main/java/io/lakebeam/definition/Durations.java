package io.lakebeam.definition;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the project file writes them: {@code 30s}, {@code 90m}, {@code 12h}, {@code 7d}. */
final class Durations {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd])");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private Durations() {}

  /** The duration; empty where the text is none. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = DURATION.matcher(text);
    return matcher.matches()
        ? Optional.of(Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * That of a key; a minute, with a problem, where it is none; {@code usual} where it is not there.
   */
  static Duration of(Section in, String key, Duration usual) {
    if (!in.has(key)) {
      return usual;
    }
    String text = in.text(key);
    Optional<Duration> found = parse(text).filter(duration -> !duration.isZero());
    if (found.isEmpty()) {
      in.refuse(key, "must be a time such as 30s, 90m, 12h or 7d, found '%s'".formatted(text));
    }
    return found.orElse(usual);
  }
}
