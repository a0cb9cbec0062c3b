package io.lakebeam.definition;

import java.util.Locale;

/** How constants are written in the project file. */
final class Keywords {

  private Keywords() {}

  /** {@code gradient-boosting} for {@code GRADIENT_BOOSTING}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
