package io.lakebeam.cli;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.lakebeam.change.TransactionCut;
import io.lakebeam.definition.Nearest;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.MatchedTables;
import io.lakebeam.ingest.Transactions;
import io.lakebeam.ingest.Watermark;
import io.lakebeam.lake.Lake;
import io.lakebeam.quickstart.TextTable;
import io.lakebeam.show.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
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
      "Show a table's rows: as they are, as they were at a time, as it was known at a time, or as of a transaction.",
      "Times are in UTC, as in 2026-11-01T00:00:00Z."
    })
final class ShowCommand extends ProjectVerb {
  /** No LSN. */
  private static final String NEWEST = "newest";

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private What what;

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

  @Option(
      names = "--as-of-transaction",
      arity = "0..1",
      fallbackValue = NEWEST,
      paramLabel = "LSN",
      description =
          "The rows as of a place in the source's log between transactions: the same in all tables of the source. Default: as far as every transaction is whole in the lake")
  private String transaction;

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
  Outcome run(Project project) {
    return what.watermark ? watermarks(project) : rowsOf(project, what.table);
  }

  private static Outcome watermarks(Project project) {
    Lake lake = project.lake().open();
    Instant now = Instant.now();
    List<Map<String, Object>> found = new ArrayList<>();
    for (String source : project.sources().keySet()) {
      Watermark watermark = Transactions.requireWatermark(lake, source);
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("source", source);
      told.put("epoch", watermark.epoch());
      told.put("commit_lsn", watermark.lsn());
      told.put("committed_at", watermark.committedAt().toString());
      told.put("behind_seconds", Math.max(0, watermark.committedAt().until(now, SECONDS)));
      found.add(told);
    }
    return Outcome.done(Map.of("watermarks", found));
  }

  private Outcome rowsOf(Project file, String table) {
    // The source is asked only for what the file does not say.
    Project project = file.tables().containsKey(table) ? file : MatchedTables.resolve(file);
    Set<String> known = project.tables().keySet();
    if (!known.contains(table)) {
      throw new ParameterException(
          spec.commandLine(),
          "--table: found '%s'; in the project: %s%s"
              .formatted(table, String.join(", ", known), Nearest.to(table, known)));
    }
    if (transaction != null && (history || validAt != null || knownAt != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--as-of-transaction shows what was so at a place in the log; --history, --valid-at and --known-at ask for something else; give one");
    }
    if (history && validAt != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--history shows every version, --valid-at one of each key; give one");
    }
    try {
      Shown.Rows rows = rows(project, project.table(table));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("rows", rows.rows());
      result.put("more", rows.more());
      return Outcome.done(result);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Shown.Rows rows(Project project, TableDefinition table) {
    Lake lake = project.lake().open();
    Shown shown = Shown.of(lake, table).limitedTo(limit).ofKey(key).knownAt(knownAt);
    if (transaction != null) {
      return shown.asOf(cut(Transactions.requireWatermark(lake, table.sourceName())));
    }
    if (history) {
      return shown.everyVersion();
    }
    return validAt == null && knownAt == null ? shown.current() : shown.trueAt(validAt);
  }

  private TransactionCut cut(Watermark newest) {
    if (transaction.equals(NEWEST)) {
      return newest.cut();
    }
    if (!Lsn.isOne(transaction)) {
      throw new IllegalArgumentException(
          "--as-of-transaction: found '%s'; an LSN is as %s".formatted(transaction, newest.lsn()));
    }
    return newest.cutAt(Lsn.parse(transaction));
  }

  @Override
  @SuppressWarnings("unchecked") // as run() put it there
  String text(Outcome outcome) {
    String found = what.watermark ? "watermarks" : "rows";
    List<Map<String, Object>> rows = (List<Map<String, Object>>) outcome.result().get(found);
    if (rows.isEmpty()) {
      return "no rows";
    }
    TextTable lines = new TextTable(rows.get(0).keySet().toArray(new String[0]));
    for (Map<String, Object> row : rows) {
      lines.row(row.values().stream().map(String::valueOf).toArray(String[]::new));
    }
    String more =
        Boolean.TRUE.equals(outcome.result().get("more")) ? "\n... more; see --limit" : "";
    return String.join("\n", lines.lines()) + more;
  }

  private static final class What {
    @Option(names = "--table", paramLabel = "NAME", description = "A table of the project.")
    private String table;

    @Option(
        names = "--watermark",
        description =
            "No rows: up to where in its log every transaction of each source is whole in the lake, in all of its tables.")
    private boolean watermark;
  }
}
