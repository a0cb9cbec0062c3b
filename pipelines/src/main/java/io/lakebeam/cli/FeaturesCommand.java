package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.features.Features;
import io.lakebeam.runner.RunnerName;
import picocli.CommandLine.Command;

/** {@code lakebeam features}: silver to gold. */
@Command(
    name = "features",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = "Build the project's feature views from silver.")
final class FeaturesCommand extends ProjectVerb {
  FeaturesCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project, RunnerName runner) {
    return Outcome.done(Features.run(project, runner));
  }
}
