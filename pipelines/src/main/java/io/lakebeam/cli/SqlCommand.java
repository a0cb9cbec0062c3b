package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.quickstart.TextTable;
import io.lakebeam.sql.CsvRows;
import io.lakebeam.sql.FirstRows;
import io.lakebeam.sql.JsonRows;
import io.lakebeam.sql.LakeQuery;
import io.lakebeam.sql.RawFiles;
import io.lakebeam.sql.ResultFile;
import io.lakebeam.sql.ResultFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lakebeam sql}: a query over the lake's tables. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Query the lake's tables, named as 'lakebeam tables' lists them. Writes nothing to the lake.",
      "Silver tables show the rows that are there; histories, bronze and others every row."
    })
final class SqlCommand extends ProjectVerb {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Query query;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "table, csv, json (an object a line) or, with --out or --output, parquet. Default: by the name of --out, csv with --output, else table")
  private String format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write the result to this file, whole or not at all, and where it is from to FILE.metadata.json.")
  private Path out;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description =
          "Write the result into this folder, or s3://bucket/prefix of the lake's store, as ID.csv under an id of its own, with ID.csv.metadata.json and ID.sql.")
  private String output;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description =
          "The tables as they were committed at that time, as in 2026-11-01T00:00:00Z, as far back as the lake has snapshots.")
  private Instant asOf;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Of a table or with --json, show N rows at most. Default: ${DEFAULT-VALUE}")
  private int limit = 100;

  @Option(
      names = "--files",
      paramLabel = "NAME=PATTERN",
      description =
          "Raw files of a folder as the table files.NAME, as in landing=./landing/*.csv: CSV, TSV, JSON or Parquet, with inferred columns; may be repeated.")
  private List<String> files = new ArrayList<>();

  SqlCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) throws IOException {
    Lake lake = project.lake().open();
    String sql = query.file == null ? query.text : Files.readString(query.file);
    Path spill = Path.of(".lakebeam", "sql-" + UUID.randomUUID()).toAbsolutePath();
    try {
      if (out != null && output != null) {
        throw usage("--out names a file, --output a folder; give one");
      }
      if (output != null) {
        return keep(lake, sql, spill);
      }
      return out == null ? print(lake, sql, spill) : write(lake, sql, spill);
    } finally {
      Files.deleteIfExists(spill);
    }
  }

  private Outcome print(Lake lake, String sql, Path spill) throws IOException {
    String as = oneOf("table", "csv", "json");
    if (!as.equals("table") && isJson()) {
      throw usage("--json prints one object, --format=%s every row; give one".formatted(as));
    }
    try (LakeQuery open = LakeQuery.open(lake, sql, spill, files(), List.of(), asOf)) {
      if (as.equals("table")) {
        return shown(open);
      }
      PrintWriter rows = output();
      open.forEach(as.equals("csv") ? new CsvRows(rows) : new JsonRows(rows));
      rows.flush();
      return Outcome.done(Map.of());
    }
  }

  private Outcome shown(LakeQuery open) throws IOException {
    FirstRows first = first();
    long rows = open.forEach(first);
    Map<String, Long> snapshots = new TreeMap<>();
    open.snapshots().forEach((table, snapshot) -> snapshots.put(table.toString(), snapshot));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("columns", first.names());
    result.put("rows", first.rows());
    result.put("total", rows);
    result.put("snapshots", snapshots);
    return Outcome.done(result);
  }

  private Outcome write(Lake lake, String sql, Path spill) throws IOException {
    String as = oneOf("csv", "json", "parquet");
    ResultFile file = ResultFile.of(out, ResultFile.Format.valueOf(as.toUpperCase(Locale.ROOT)));
    try (LakeQuery open =
        LakeQuery.open(lake, sql, spill, files(), List.of(file.unfinished()), asOf)) {
      long rows = file.write(open, sql);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("file", file.file().toString());
      result.put("written", rows);
      return Outcome.done(result);
    }
  }

  private Outcome keep(Lake lake, String sql, Path spill) throws IOException {
    String as = oneOf("csv", "json", "parquet");
    ResultFolder folder =
        ResultFolder.at(
            output,
            lake,
            ResultFile.Format.valueOf(as.toUpperCase(Locale.ROOT)),
            spill.resolveSibling("result-" + UUID.randomUUID()));
    try (LakeQuery open =
        LakeQuery.open(lake, sql, spill, files(), List.of(folder.unfinished()), asOf)) {
      long rows = folder.write(open, sql);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("query", folder.id());
      result.put("file", folder.file());
      result.put("written", rows);
      return Outcome.done(result);
    }
  }

  private String oneOf(String... allowed) {
    String found = format == null ? byName() : format;
    if (!List.of(allowed).contains(found)) {
      throw usage(
          "--format: found '%s'; allowed%s: %s"
              .formatted(
                  found,
                  out != null ? " with --out" : output != null ? " with --output" : "",
                  String.join(", ", allowed)));
    }
    return found;
  }

  private String byName() {
    if (output != null) {
      return "csv";
    }
    return out == null ? "table" : out.toString().replaceFirst("^.*\\.", "");
  }

  private List<RawFiles> files() throws IOException {
    Map<TableName, RawFiles> byName = new LinkedHashMap<>();
    for (String one : files) {
      try {
        RawFiles raw = RawFiles.parse(one);
        if (byName.put(raw.name(), raw) != null) {
          throw usage("--files: found the name '%s' twice".formatted(raw.name().table()));
        }
      } catch (IllegalArgumentException e) {
        throw usage("--files: " + e.getMessage());
      }
    }
    return List.copyOf(byName.values());
  }

  private FirstRows first() {
    try {
      return new FirstRows(limit);
    } catch (IllegalArgumentException e) {
      throw usage("--limit: " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  @Override
  @SuppressWarnings("unchecked") // as shown() put it there
  String text(Outcome outcome) {
    Map<String, ?> result = outcome.result();
    if (!result.containsKey("columns")) {
      return super.text(outcome);
    }
    TextTable lines = new TextTable(((List<String>) result.get("columns")).toArray(new String[0]));
    var rows = (List<Map<String, @Nullable Object>>) result.get("rows");
    for (Map<String, @Nullable Object> row : rows) {
      lines.row(row.values().stream().map(String::valueOf).toArray(String[]::new));
    }
    long total = (Long) result.get("total");
    String more =
        total > rows.size()
            ? "\n... %,d of %,d rows; see --limit and --out".formatted(rows.size(), total)
            : "";
    return String.join("\n", lines.lines()) + more;
  }

  private static final class Query {
    @Parameters(paramLabel = "SQL", description = "The query.", arity = "1")
    private String text;

    @Option(names = "--file", paramLabel = "FILE", description = "Read the query from a file.")
    private Path file;
  }
}
