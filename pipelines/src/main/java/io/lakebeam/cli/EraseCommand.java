package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.erase.Erase;
import io.lakebeam.ingest.MatchedTables;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lakebeam erase}: one data subject out of everything. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Erase one data subject from bronze, silver, history, dead letters, gold and training sets, and end all snapshots and tags from before.",
      "Tables say whom their rows are about by subject: COLUMN in the project file. An ingest may go on meanwhile."
    })
final class EraseCommand extends ProjectVerb {
  @Option(
      names = "--subject",
      paramLabel = "KEY",
      required = true,
      description = "The subject's key, as the source has it.")
  private String subject;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who erases, for the audit. Default: the user who runs this")
  private String who;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long the lake has to take in what Kafka holds. Default: 1m")
  private Duration patience = Erase.PATIENCE;

  @Option(names = "--dry-run", description = "Only count what there is of the subject.")
  private boolean dryRun;

  EraseCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) throws IOException {
    Erase erase = Erase.of(MatchedTables.resolve(project), subject).waiting(patience);
    erase = who == null ? erase : erase.by(who);
    Erase.Result result = dryRun ? erase.count() : erase.run();
    Map<String, Object> report = new LinkedHashMap<>();
    if (dryRun) {
      report.put("dry_run", true);
    }
    result.tables().forEach((table, erased) -> report.put(table, report(erased)));
    Map<String, Object> sets = new LinkedHashMap<>();
    result
        .trainingSets()
        .forEach((file, rows) -> sets.put(file, rows == null ? "not there" : rows));
    report.put("training_sets", sets);
    report.put("not_declared", result.notDeclared());
    report.put("future", project.erasure().future().key());
    return Outcome.done(report);
  }

  private static Map<String, Object> report(Erase.ErasedTable table) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("rows", table.rows());
    report.put("snapshots", table.past().snapshots());
    report.put("tags", table.past().tags());
    report.put("orphans", table.past().orphans());
    return report;
  }
}
