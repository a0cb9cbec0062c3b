package io.lakebeam.cli;

import io.lakebeam.definition.Nearest;
import io.lakebeam.definition.Project;
import io.lakebeam.ingest.KeptLetters;
import io.lakebeam.ingest.MatchedTables;
import io.lakebeam.ingest.Rebuild;
import io.lakebeam.ingest.RebuildStart;
import io.lakebeam.ingest.RebuiltTable;
import io.lakebeam.ingest.Replay;
import io.lakebeam.landing.LandedLetters;
import io.lakebeam.landing.LandedRebuild;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lakebeam replay}: dead letters, or all that bronze holds, decoded once more. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Decode the dead letters of the project's tables again and write what is decoded now.",
      "A letter is resolved once its rows are committed; one that is refused again stays, with the new reason.",
      "With --rebuild: make silver and its history anew from bronze and compare; with --apply put the new rows in their place. Exit code 1 where they differ and were not replaced."
    })
final class ReplayCommand extends ProjectVerb {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\t\\n]]");

  @Mixin private FlinkOption option;

  @Spec private CommandSpec spec;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "A table of the project; may be repeated. Default: all")
  private Set<String> tables = new LinkedHashSet<>();

  @Option(
      names = "--rebuild",
      description =
          "Make silver anew from all events in bronze, and compare it with what is there.")
  private boolean rebuild;

  @Option(
      names = "--print",
      description =
          "Only print the dead letters, those of tables with masks decrypted, and change nothing.")
  private boolean print;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "With --print: that many letters at most. Default: ${DEFAULT-VALUE}")
  private int limit = 100;

  @Option(
      names = "--from",
      paramLabel = "TIME|LSN",
      description =
          "With --rebuild: only what the source committed then or later, or after that place in its log, as in 2026-11-01T00:00:00Z or 0/1D3F2A8; what is before stays as it is. Default: all of bronze")
  private String from;

  @Option(
      names = "--apply",
      description = "With --rebuild: replace the rows of the tables that differ.")
  private boolean apply;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "With --rebuild: how long the lake has to take in what Kafka holds. Default: 30s")
  private Duration patience = Rebuild.PATIENCE;

  ReplayCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project file) {
    requireTogether();
    if (print) {
      // The source is asked only for what the file does not say.
      return print(file.tables().keySet().containsAll(tables) ? file : MatchedTables.resolve(file));
    }
    Project project = MatchedTables.resolve(file);
    Set<String> known = project.tables().keySet();
    requireKnown(known);
    Set<String> wanted = tables.isEmpty() ? known : tables;
    return rebuild ? rebuild(project, wanted) : letters(project, wanted);
  }

  private void requireTogether() {
    if (apply && !rebuild) {
      throw new ParameterException(
          spec.commandLine(), "--apply puts what --rebuild made in place; give both");
    }
    if (from != null && !rebuild) {
      throw new ParameterException(
          spec.commandLine(), "--from says what --rebuild makes anew; give both");
    }
    if (print && rebuild) {
      throw new ParameterException(
          spec.commandLine(), "--print shows the dead letters, --rebuild needs none; give one");
    }
  }

  private void requireKnown(Set<String> known) {
    for (String table : tables) {
      if (!known.contains(table)) {
        throw new ParameterException(
            spec.commandLine(),
            "--table: found '%s'; in the project: %s%s"
                .formatted(table, String.join(", ", known), Nearest.to(table, known)));
      }
    }
  }

  private Outcome print(Project project) {
    requireKnown(project.tables().keySet());
    KeptLetters kept =
        KeptLetters.read(project, tables.stream().map(project::table).toList(), limit);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("letters", kept.letters());
    result.put("more", kept.more());
    return Outcome.done(result);
  }

  private static Set<String> captured(Project project, Set<String> wanted) {
    Set<String> captured = new LinkedHashSet<>(wanted);
    captured.retainAll(project.captured().keySet());
    return captured;
  }

  /** A time, or a place in a source's log. */
  private RebuildStart start() {
    if (from == null) {
      return RebuildStart.first();
    }
    if (Lsn.isOne(from)) {
      return RebuildStart.afterLsn(Lsn.parse(from));
    }
    try {
      return RebuildStart.at(Instant.parse(from));
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--from: found '%s'; a time is as 2026-11-01T00:00:00Z, a place in the source's log as 0/1D3F2A8"
              .formatted(from),
          e);
    }
  }

  private Outcome letters(Project project, Set<String> wanted) {
    Replay.Result replayed =
        Replay.run(project, option.runner(), captured(project, wanted))
            .plus(LandedLetters.replay(project, option.runner(), wanted));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("read", replayed.read());
    result.put("resolved", replayed.resolved());
    result.put("refused", replayed.refused());
    return Outcome.done(result);
  }

  private Outcome rebuild(Project project, Set<String> given) {
    RebuildStart start = start();
    boolean isLsn = from != null && Lsn.isOne(from);
    if (isLsn && !project.captured().keySet().containsAll(tables)) {
      throw new ParameterException(
          spec.commandLine(),
          "--from: found '%s'; tables from files have no log, give a time".formatted(from));
    }
    Set<String> wanted = isLsn ? captured(project, given) : given;
    Rebuild captured =
        Rebuild.of(project, option.runner())
            .only(captured(project, wanted))
            .waiting(patience)
            .from(start);
    LandedRebuild landed = LandedRebuild.of(project, option.runner()).from(start);
    Rebuild.Result rebuilt =
        apply
            ? captured.replace().plus(landed.replace(wanted))
            : captured.compare().plus(landed.compare(wanted));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("events", rebuilt.events());
    result.put("refused", rebuilt.refused());
    if (!rebuilt.reasons().isEmpty()) {
      result.put("reasons", rebuilt.reasons());
    }
    rebuilt.tables().forEach(table -> result.put(table.table().toString(), report(table)));
    return new Outcome(rebuilt.isGood(), result);
  }

  @Override
  String text(Outcome outcome) {
    if (!print) {
      return super.text(outcome);
    }
    List<?> letters = (List<?>) outcome.result().get("letters");
    StringBuilder lines = new StringBuilder(letters.isEmpty() ? "no dead letters" : "");
    for (Object one : letters) {
      KeptLetters.Kept letter = (KeptLetters.Kept) one;
      lines.append("%s: %s%n".formatted(letter.place(), letter.reason()));
      lines.append(
          letter.closed() == null
              ? "  key:   %s%n  value: %s%n".formatted(letter.key(), letter.value())
              : "  %s%n".formatted(letter.closed()));
    }
    long more = (Long) outcome.result().get("more");
    String end = more == 0 ? "" : "... %d more; see --limit".formatted(more);
    // Whatever was sent: it must not steer the terminal.
    return CONTROL.matcher(lines + end).replaceAll("\uFFFD");
  }

  private Map<String, Object> report(RebuiltTable table) {
    Map<String, Object> report = new LinkedHashMap<>();
    if (from != null) {
      report.put("kept", table.kept());
    }
    report.put("equal", table.equal());
    report.put("changed", table.changed());
    report.put("only_in_lake", table.onlyInLake());
    report.put("only_rebuilt", table.onlyRebuilt());
    report.put("not_compared", table.since());
    if (!table.isEqual()) {
      report.put("columns", table.columns());
      report.put("first", table.first());
    }
    report.put("replaced", table.replaced());
    return report;
  }
}
