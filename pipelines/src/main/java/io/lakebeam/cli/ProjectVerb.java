package io.lakebeam.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * A verb that works on one project: it reads the project file, whose variables come from the
 * environment, logs into a file, and prints what it did, as text or as one JSON object.
 */
abstract class ProjectVerb implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--project",
      paramLabel = "FILE",
      description = "The project file. Default: ${DEFAULT-VALUE}")
  private Path file = Path.of("project.yaml");

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Where to log. Default: ${DEFAULT-VALUE}")
  private Path log = Path.of(".lakebeam", "logs", "lakebeam.log");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--verbose", description = "Print stack traces of errors.")
  private boolean verbose;

  ProjectVerb(Console console) {
    this.console = console;
  }

  /** Shows a line that the next output replaces; only on a terminal, and not beside JSON. */
  final void status(String line) {
    if (!json) {
      console.status(line);
    }
  }

  /** Standard output, for a verb that prints more than it should hold in memory. */
  final PrintWriter output() {
    return console.resultWriter();
  }

  /** Whether one JSON object was asked for. */
  final boolean isJson() {
    return json;
  }

  /** Does it. What the result holds is printed, in its order; {@link Outcome#passed} decides. */
  abstract Outcome run(Project project) throws Exception;

  /**
   * What a verb did.
   *
   * @param passed whether all is well
   * @param result what to print
   */
  record Outcome(boolean passed, Map<String, ?> result) {
    static Outcome done(Map<String, ?> result) {
      return new Outcome(true, result);
    }
  }

  @Override
  public final Integer call() {
    try {
      Project project = ProjectFile.read(file, System.getenv());
      if (!HostedByFlink.now()) {
        Files.createDirectories(log.toAbsolutePath().getParent());
        LogFile.open(log);
      }
      Outcome outcome = run(project);
      String result =
          json ? new ObjectMapper().writeValueAsString(outcome.result()) : text(outcome);
      if (!result.isEmpty()) {
        console.result(result);
      }
      return outcome.passed() ? Failures.DONE : Failures.FAILED;
    } catch (ParameterException e) {
      throw e;
    } catch (Exception e) {
      return Failures.report(
          e, console, verbose, HostedByFlink.now() ? Optional.empty() : Optional.of(log));
    }
  }

  /** What is printed without {@code --json}; nothing where it is empty. */
  String text(Outcome outcome) {
    StringBuilder lines = new StringBuilder();
    outcome
        .result()
        .forEach(
            (name, value) ->
                lines.append(lines.isEmpty() ? "" : "\n").append(name).append(": ").append(value));
    return lines.toString();
  }
}
