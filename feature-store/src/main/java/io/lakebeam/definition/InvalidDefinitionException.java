package io.lakebeam.definition;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A definition that cannot be: thrown by the constructors of this package, with everything they
 * found.
 *
 * <pre>{@code
 * try {
 *   new SplitDefinition(SplitDefinition.Method.STRATIFIED, 1.5, 42);
 * } catch (InvalidDefinitionException e) {
 *   e.problems(); // ['test' must be between 0 and 1 (both excluded), found 1.5]
 * }
 * }</pre>
 */
public final class InvalidDefinitionException extends IllegalArgumentException {

  private final transient List<Problem> problems;

  InvalidDefinitionException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What was found, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
