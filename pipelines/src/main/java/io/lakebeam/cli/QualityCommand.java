package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.judge.Judgement;
import io.lakebeam.judge.Quality;
import io.lakebeam.judge.QualityPage;
import io.lakebeam.judge.QualityRuns;
import io.lakebeam.lake.Lake;
import io.lakebeam.quickstart.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lakebeam quality}: are the tables as they are expected to be? */
@Command(
    name = "quality",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Ask what the project's tables expect of what the lake has now, and keep what came of it in lakebeam.quality.",
      "Exit code 1 where an expectation with severity fail is not met, or one cannot be asked."
    })
final class QualityCommand extends ProjectVerb {
  @Option(
      names = "--table",
      paramLabel = "NAME",
      split = ",",
      description = "Ask of these tables of the project; all by default.")
  private Set<String> tables = Set.of();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page for people: counts, examples, and how the kept runs came out.")
  private Path html;

  QualityCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) throws IOException {
    tables.forEach(project::table);
    Instant run = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Quality quality = Quality.of(project, run).withExamples();
    List<Judgement> judgements = (tables.isEmpty() ? quality : quality.only(tables)).ask();
    Lake lake = project.lake().open();
    if (!judgements.isEmpty()) {
      QualityRuns.keep(lake, run, judgements);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run_at", run.toString());
    result.put("expectations", judgements.stream().map(QualityCommand::told).toList());
    if (html != null) {
      QualityPage.of(project.name(), run, judgements, QualityRuns.latest(lake)).write(html);
      result.put("html", html.toString());
    }
    return new Outcome(judgements.stream().allMatch(Judgement::passes), result);
  }

  private static Map<String, @Nullable Object> told(Judgement judgement) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("table", judgement.table());
    told.put("expectation", judgement.expected().name());
    told.put("severity", judgement.expected().severity().key());
    told.put("judged", judgement.judged());
    told.put("unmet", judgement.unmet());
    told.put("met", judgement.isMet());
    told.put("found", judgement.found());
    told.put("answered", judgement.isAnswered());
    told.put("examples", judgement.examples());
    return told;
  }

  @Override
  @SuppressWarnings("unchecked") // as run() put it there
  String text(Outcome outcome) {
    var asked = (List<Map<String, @Nullable Object>>) outcome.result().get("expectations");
    if (asked.isEmpty()) {
      return "no table expects anything";
    }
    TextTable table = new TextTable("expectation", "severity", "judged", "unmet", "met");
    List<String> notes = new ArrayList<>();
    for (Map<String, @Nullable Object> one : asked) {
      String name = "%s: %s".formatted(one.get("table"), one.get("expectation"));
      table.row(
          name,
          (String) one.get("severity"),
          "%,d".formatted((Long) one.get("judged")),
          "%,d".formatted((Long) one.get("unmet")),
          (Boolean) one.get("met") ? "yes" : "no");
      if (one.get("found") != null) {
        boolean isAnswered = (Boolean) one.get("answered");
        notes.add(
            "%s: %s %s"
                .formatted(name, isAnswered ? "found" : "cannot be asked:", one.get("found")));
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.addAll(notes);
    return String.join("\n", lines);
  }
}
