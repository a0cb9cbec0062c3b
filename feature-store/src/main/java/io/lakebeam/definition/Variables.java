package io.lakebeam.definition;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.StringSubstitutor;

/**
 * {@code ${NAME}} and {@code ${NAME:-default}} in values; an empty variable counts as one that is
 * not set.
 */
final class Variables {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?}");
  private static final Pattern BARE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");

  private final Map<String, String> values;
  private final StringSubstitutor substitutor;

  Variables(Map<String, String> values) {
    this.values = Map.copyOf(values);
    substitutor =
        new StringSubstitutor(this::valueOf)
            .setDisableSubstitutionInValues(true)
            .setEnableSubstitutionInVariables(false);
  }

  /** The first variable of a text that is not set and has no default. */
  Optional<String> unset(String text) {
    Matcher references = REFERENCE.matcher(text);
    while (references.find()) {
      if (references.group(2) == null && valueOf(references.group(1)) == null) {
        return Optional.of(references.group(1));
      }
    }
    return Optional.empty();
  }

  String resolve(String text) {
    return substitutor.replace(text);
  }

  /** Whether a text is one variable and nothing else, not even a default. */
  static boolean isOneVariable(String text) {
    return BARE.matcher(text).matches();
  }

  /** Null, as the substitutor expects it, where there is no value. */
  private String valueOf(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
