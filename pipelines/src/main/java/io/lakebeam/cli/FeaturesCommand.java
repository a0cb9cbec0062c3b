package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.features.Features;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lakebeam features}: silver to gold. */
@Command(
    name = "features",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = "Build the project's feature views from silver.")
final class FeaturesCommand extends ProjectVerb {
  @Mixin private FlinkOption option;

  FeaturesCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) {
    return Outcome.done(Features.run(project, option.runner()));
  }
}
