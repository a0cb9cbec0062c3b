package io.lakebeam.cli;

import io.lakebeam.definition.Nearest;
import io.lakebeam.definition.Project;
import io.lakebeam.ingest.MatchedTables;
import io.lakebeam.quickstart.TextTable;
import io.lakebeam.show.Shown;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lakebeam show}: a table's rows, as they are or as they were and as it was known. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Show a table's rows: as they are, as they were at a time, as it was known at a time.",
      "Times are in UTC, as in 2026-11-01T00:00:00Z."
    })
final class ShowCommand extends ProjectVerb {
  @Spec private CommandSpec spec;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "NAME",
      description = "A table of the project.")
  private String table;

  @Option(
      names = "--valid-at",
      paramLabel = "TIME",
      description = "The rows that were so then, by the table's event time.")
  private Instant validAt;

  @Option(
      names = "--known-at",
      paramLabel = "TIME",
      description =
          "As the lake knew it then, as far back as it has snapshots. Without --valid-at: what was so until further notice")
  private Instant knownAt;

  @Option(names = "--history", description = "Every version, also of deleted rows.")
  private boolean history;

  @Option(
      names = "--key",
      paramLabel = "COLUMN=VALUE",
      description =
          "Only rows with this in the key; may be repeated. With a time or --history it is said when the lake learned of each version.")
  private Map<String, String> key = new LinkedHashMap<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show N rows at most. Default: ${DEFAULT-VALUE}")
  private int limit = 100;

  ShowCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project file) {
    // The source is asked only for what the file does not say.
    Project project = file.tables().containsKey(table) ? file : MatchedTables.resolve(file);
    Set<String> known = project.tables().keySet();
    if (!known.contains(table)) {
      throw new ParameterException(
          spec.commandLine(),
          "--table: found '%s'; in the project: %s%s"
              .formatted(table, String.join(", ", known), Nearest.to(table, known)));
    }
    if (history && validAt != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--history shows every version, --valid-at one of each key; give one");
    }
    try {
      Shown.Rows rows = rows(project);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("rows", rows.rows());
      result.put("more", rows.more());
      return Outcome.done(result);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Shown.Rows rows(Project project) {
    Shown shown =
        Shown.of(project.lake().open(), project.table(table))
            .limitedTo(limit)
            .ofKey(key)
            .knownAt(knownAt);
    if (history) {
      return shown.everyVersion();
    }
    return validAt == null && knownAt == null ? shown.current() : shown.trueAt(validAt);
  }

  @Override
  @SuppressWarnings("unchecked") // as run() put it there
  String text(Outcome outcome) {
    List<Map<String, Object>> rows = (List<Map<String, Object>>) outcome.result().get("rows");
    if (rows.isEmpty()) {
      return "no rows";
    }
    TextTable lines = new TextTable(rows.get(0).keySet().toArray(new String[0]));
    for (Map<String, Object> row : rows) {
      lines.row(row.values().stream().map(String::valueOf).toArray(String[]::new));
    }
    String more = (Boolean) outcome.result().get("more") ? "\n... more; see --limit" : "";
    return String.join("\n", lines.lines()) + more;
  }
}
