package io.lakebeam.cli;

import static java.util.stream.Collectors.joining;

import io.lakebeam.definition.Project;
import io.lakebeam.judge.Profile;
import io.lakebeam.judge.ProfiledColumn;
import io.lakebeam.quickstart.TextTable;
import io.lakebeam.sql.RawFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lakebeam profile}: what columns hold, and what could be expected of them. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Show what the columns of a table or of raw files hold, and expectations that they meet, as lines of a project file. Writes nothing.",
      "Distinct values are counted approximately; of masked columns no value is shown."
    })
final class ProfileCommand extends ProjectVerb {
  private static final int LONGEST = 24;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private What what;

  ProfileCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) throws IOException {
    Profile profile =
        what.table == null
            ? Profile.of(project, files(what.files))
            : Profile.of(project, project.table(what.table));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", profile.rows());
    result.put("columns", profile.columns().stream().map(ProfileCommand::told).toList());
    result.put("expect", profile.proposal());
    return Outcome.done(result);
  }

  private RawFiles files(String given) throws IOException {
    try {
      return RawFiles.parse(given);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--files: " + e.getMessage(), e);
    }
  }

  private static Map<String, @Nullable Object> told(ProfiledColumn column) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("column", column.name());
    told.put("type", column.type());
    told.put("nulls", column.nulls());
    told.put("distinct", column.distinct());
    told.put("least", column.least());
    told.put("greatest", column.greatest());
    told.put("mean", column.mean());
    told.put("frequent", Profile.first(column));
    return told;
  }

  @Override
  @SuppressWarnings("unchecked") // as run() put it there
  String text(Outcome outcome) {
    TextTable table =
        new TextTable("column", "type", "nulls", "distinct", "least", "greatest", "mean");
    List<String> frequent = new ArrayList<>();
    for (var column : (List<Map<String, @Nullable Object>>) outcome.result().get("columns")) {
      table.row(
          column.entrySet().stream()
              .limit(7)
              .map(value -> cell(value.getValue()))
              .toArray(String[]::new));
      Map<String, Long> values = (Map<String, Long>) column.get("frequent");
      if (!values.isEmpty()) {
        frequent.add(
            "%s: %s"
                .formatted(
                    column.get("column"),
                    values.entrySet().stream()
                        .map(value -> "%s (%,d)".formatted(cell(value.getKey()), value.getValue()))
                        .collect(joining(", "))));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("rows: %,d".formatted((Long) outcome.result().get("rows")));
    lines.addAll(table.lines());
    lines.add("most frequent:");
    lines.addAll(frequent);
    lines.add("expect:");
    ((List<String>) outcome.result().get("expect")).forEach(one -> lines.add("  - " + one));
    return String.join("\n", lines);
  }

  private static String cell(@Nullable Object value) {
    if (value instanceof Double number) {
      return "%.6g".formatted(number);
    }
    String text = value == null ? "" : value.toString().replaceAll("\\s+", " ");
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST - 3)) + "...";
  }

  private static final class What {
    @Option(names = "--table", paramLabel = "NAME", description = "A table of the project.")
    private String table;

    @Option(
        names = "--files",
        paramLabel = "NAME=PATTERN",
        description =
            "Raw files of a folder, as in landing=./landing/*.csv: CSV, TSV, JSON or Parquet, with inferred columns.")
    private String files;
  }
}
