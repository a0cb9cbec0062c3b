package io.lakebeam.definition;

import java.util.List;

/**
 * A project file that cannot be used; its message is for people: one line for each problem, with
 * file, line, what was found, what is allowed and the nearest name.
 *
 * <pre>{@code
 * try {
 *   Project project = ProjectFile.read(file, System.getenv());
 * } catch (ProjectFileException e) {
 *   System.err.println(e.getMessage());
 * }
 * }</pre>
 */
public final class ProjectFileException extends RuntimeException {

  private final transient List<String> problems;

  ProjectFileException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  ProjectFileException(String problem) {
    this(List.of(problem));
  }

  /** The lines of the message, in the file's order, at least one. */
  public List<String> problems() {
    return problems;
  }
}
