package io.lakebeam.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.definition.ProjectFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lakebeam validate}: is this project file right? */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description =
        "Check a project file: every problem with its line. Variables come from the environment.")
final class ValidateCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--project",
      paramLabel = "FILE",
      description = "The project file. Default: ${DEFAULT-VALUE}")
  private Path file = Path.of("project.yaml");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    try {
      Project project = ProjectFile.read(file, System.getenv());
      console.result(json ? asJson(true, project.version(), List.of()) : right(project));
      return Failures.DONE;
    } catch (ProjectFileException e) {
      if (json) {
        console.result(asJson(false, null, e.problems()));
      } else {
        console.error(e.getMessage());
      }
      return Failures.FAILED;
    }
  }

  private static String right(Project project) {
    return "%s is right: %d sources, %d tables%s, %d feature views, %d models; version %s"
        .formatted(
            project.name(),
            project.sources().size(),
            project.tables().size(),
            project.patterns().isEmpty()
                ? ""
                : " and those like " + String.join(", ", project.patterns().keySet()),
            project.features().size(),
            project.models().size(),
            project.version());
  }

  private String asJson(boolean valid, String version, List<String> problems)
      throws JsonProcessingException {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("project", file.toAbsolutePath().normalize().toString());
    result.put("valid", valid);
    result.put("version", version);
    result.put("problems", problems);
    return new ObjectMapper().writeValueAsString(result);
  }
}
