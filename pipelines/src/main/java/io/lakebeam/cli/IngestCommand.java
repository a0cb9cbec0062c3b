package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Ingest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lakebeam ingest}: sources to bronze and silver. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description =
        "Capture the project's sources into bronze and silver. Resumes from where the lake is.")
final class IngestCommand extends ProjectVerb {
  @Mixin private RunnerOption option;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Mode mode;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "With --once: give up after so long. Default: ${DEFAULT-VALUE}")
  private long timeout = 600;

  IngestCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) throws Exception {
    if (timeout < 1) {
      throw new ParameterException(
          spec.commandLine(), "--timeout must be 1 or more, was " + timeout);
    }
    try (Ingest ingest = Ingest.start(project, option.runner())) {
      if (mode.once) {
        ingest.awaitCaughtUp(Duration.ofSeconds(timeout));
      } else {
        ingest.awaitEnd();
      }
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("records", ingest.committedRecords());
      result.putAll(ingest.rowsPerTable());
      return Outcome.done(result);
    }
  }

  private static final class Mode {
    @Option(
        names = "--once",
        description = "Everything that the sources have committed by now, then stop.")
    private boolean once;

    @Option(names = "--continuous", description = "Go on until stopped.")
    @SuppressWarnings("UnusedVariable") // one of the two is always given
    private boolean continuous;
  }
}
