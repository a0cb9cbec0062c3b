package io.lakebeam.cli;

import io.lakebeam.definition.Nearest;
import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Replay;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lakebeam replay}: dead letters to bronze and silver. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Decode the dead letters of the project's tables again and write what is decoded now.",
      "A letter is resolved once its rows are committed; one that is refused again stays, with the new reason."
    })
final class ReplayCommand extends ProjectVerb {
  @Mixin private FlinkOption option;

  @Spec private CommandSpec spec;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "A table of the project; may be repeated. Default: all")
  private Set<String> tables = new LinkedHashSet<>();

  ReplayCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) {
    Set<String> known = project.tables().keySet();
    for (String table : tables) {
      if (!known.contains(table)) {
        throw new ParameterException(
            spec.commandLine(),
            "--table: found '%s'; in the project: %s%s"
                .formatted(table, String.join(", ", known), Nearest.to(table, known)));
      }
    }
    Replay.Result replayed =
        Replay.run(project, option.runner(), tables.isEmpty() ? known : tables);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("read", replayed.read());
    result.put("resolved", replayed.resolved());
    result.put("refused", replayed.refused());
    return Outcome.done(result);
  }
}
