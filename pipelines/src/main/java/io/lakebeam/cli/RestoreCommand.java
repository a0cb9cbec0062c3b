package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.landing.Backup;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lakebeam restore}: a file out of a source's backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Write a file as it came, from the backup that its source keeps; of tables with masks it is decrypted, which needs the project's key."
    })
final class RestoreCommand extends ProjectVerb {
  @Option(
      names = "--backup",
      required = true,
      paramLabel = "PATH",
      description = "The file in the backup.")
  private String backup;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file.")
  private Path out;

  RestoreCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) {
    boolean isRemote = backup.contains("://");
    String path = isRemote ? backup : Path.of(backup).toAbsolutePath().normalize().toString();
    Backup.restore(project, path, out.toAbsolutePath());
    return Outcome.done(Map.of("restored", out.toString()));
  }
}
