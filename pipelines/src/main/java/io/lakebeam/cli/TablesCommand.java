package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.TableState;
import io.lakebeam.lake.Zones;
import io.lakebeam.quickstart.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;

/** {@code lakebeam tables}: what is in the lake. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "List the lake's tables. Writes nothing.",
      "Records are the rows in a table's files: one that was written again counts again, and a deleted one still, until maintain has merged them or longer."
    })
final class TablesCommand extends ProjectVerb {
  TablesCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) {
    Lake lake = project.lake().open();
    List<Map<String, @Nullable Object>> tables = new ArrayList<>();
    for (TableName name : lake.tables()) {
      if (!Zones.isShadow(name)) {
        tables.add(told(TableState.of(lake, name)));
      }
    }
    return Outcome.done(Map.of("tables", tables));
  }

  private static Map<String, @Nullable Object> told(TableState state) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("table", state.name().toString());
    told.put("records", state.records());
    told.put("files", state.files());
    told.put("bytes", state.bytes());
    told.put("snapshot", state.snapshot());
    told.put("schema", state.schema());
    told.put("committed_at", state.committedAt() == null ? null : state.committedAt().toString());
    return told;
  }

  @Override
  @SuppressWarnings("unchecked") // as run() put it there
  String text(Outcome outcome) {
    List<Map<String, @Nullable Object>> tables =
        (List<Map<String, @Nullable Object>>) outcome.result().get("tables");
    if (tables.isEmpty()) {
      return "no tables yet";
    }
    TextTable lines = new TextTable(tables.get(0).keySet().toArray(new String[0]));
    for (Map<String, @Nullable Object> table : tables) {
      lines.row(table.values().stream().map(TablesCommand::cell).toArray(String[]::new));
    }
    return String.join("\n", lines.lines());
  }

  private static String cell(@Nullable Object value) {
    return value == null
        ? "never"
        : value instanceof Long n ? "%,d".formatted(n) : value.toString();
  }
}
