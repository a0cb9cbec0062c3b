package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.publish.Publish;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lakebeam publish}: tables of the lake for others. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = "Make the project's outputs of silver and gold: files, tables of databases.")
final class PublishCommand extends ProjectVerb {
  @Mixin private FlinkOption option;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "Only this output; may be repeated. Default: all")
  private List<String> outputs = List.of();

  PublishCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) throws Exception {
    return Outcome.done(Publish.of(project, option.runner()).run(outputs));
  }
}
