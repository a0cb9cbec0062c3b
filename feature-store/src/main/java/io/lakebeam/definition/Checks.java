package io.lakebeam.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checks of a compact constructor: all are made, then {@link #done} throws what they found.
 *
 * <pre>{@code
 * new Checks().name("name", name).names("key", key).done();
 * }</pre>
 */
final class Checks {

  static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  static final Pattern PROJECT_NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,62}");

  private static final Pattern CREDENTIALS =
      Pattern.compile("[?&](user|password)=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

  private final List<Problem> problems = new ArrayList<>();

  /** The name of a table, a column, a view: also what a database and a lake accept unquoted. */
  Checks name(String path, String value) {
    return matches(path, value, NAME);
  }

  Checks matches(String path, String value, Pattern pattern) {
    return that(
        pattern.matcher(value).matches(),
        path,
        "must match " + pattern + ", found '" + value + "'");
  }

  /** Column names: at least one, none twice. */
  Checks names(String path, List<String> values) {
    that(!values.isEmpty(), path, "must hold at least one column name, found none");
    for (int i = 0; i < values.size(); i++) {
      String at = path + "[" + i + "]";
      name(at, values.get(i));
      that(values.indexOf(values.get(i)) == i, at, "repeats '" + values.get(i) + "'");
    }
    return this;
  }

  Checks text(String path, String value) {
    return that(!value.isBlank(), path, "must not be empty");
  }

  /** A JDBC URL of PostgreSQL; what is secret in it has keys of its own. */
  Checks postgresUrl(String path, String url) {
    return jdbcUrl(path, url, "jdbc:postgresql:");
  }

  /** A JDBC URL that begins in one of these ways. */
  Checks jdbcUrl(String path, String url, String... beginnings) {
    return that(
            Stream.of(beginnings).anyMatch(url::startsWith),
            path,
            "must be a JDBC URL that begins with " + String.join(" or ", beginnings))
        .that(
            !CREDENTIALS.matcher(url).find(),
            path,
            "must not hold a user or a password; they have keys of their own");
  }

  Checks that(boolean holds, String path, String message) {
    if (!holds) {
      problems.add(new Problem(path, message));
    }
    return this;
  }

  Checks all(List<Problem> found) {
    problems.addAll(found);
    return this;
  }

  void done() {
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException(problems);
    }
  }

  /** An immutable copy that keeps its order, unlike {@code Map.copyOf}. */
  static <K, V> Map<K, V> copy(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
