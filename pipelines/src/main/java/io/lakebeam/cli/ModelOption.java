package io.lakebeam.cli;

import io.lakebeam.definition.Nearest;
import io.lakebeam.definition.Project;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --model}, for the verbs that work on one model of the project. */
final class ModelOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--model", paramLabel = "NAME", required = true, description = "The model.")
  private String model;

  /** The model's name; one that the project does not have is wrong usage. */
  String in(Project project) {
    if (!project.models().containsKey(model)) {
      throw new ParameterException(
          spec.commandLine(),
          "--model: found '%s'; allowed: %s%s"
              .formatted(
                  model,
                  String.join(", ", project.models().keySet()),
                  Nearest.to(model, project.models().keySet())));
    }
    return model;
  }
}
