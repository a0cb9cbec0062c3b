package io.lakebeam.quickstart;

import java.util.Objects;

/**
 * Something that a run proved, or failed to.
 *
 * @param name what was checked
 * @param passed whether it held
 * @param detail what was found, and what was expected
 */
public record Check(String name, boolean passed, String detail) {
  /** Checks that the check says what it is about. */
  public Check {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(detail, "detail");
  }
}
