package io.lakebeam.definition;

/**
 * One thing that is wrong in a definition.
 *
 * <pre>{@code
 * new Problem("split.test", "must be between 0 and 1, found 1.5").toString();
 * // 'split.test' must be between 0 and 1, found 1.5
 * }</pre>
 *
 * @param path where, in the names of the project file, from the definition that was checked
 * @param message what must hold and what was found, as the rest of a sentence that begins with the
 *     path
 */
public record Problem(String path, String message) {

  /** The same problem, seen from a definition around this one. */
  Problem within(String outer) {
    return new Problem(outer + "." + path, message);
  }

  @Override
  public String toString() {
    return "'" + path + "' " + message;
  }
}
