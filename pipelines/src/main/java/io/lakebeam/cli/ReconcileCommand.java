package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code lakebeam reconcile}: is silver equal to its source? */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description =
        "Compare silver with its source, value by value; exit code 1 where they differ. The source must be quiet.")
final class ReconcileCommand extends ProjectVerb {
  ReconcileCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) {
    List<ReconciledTable> tables = Reconcile.run(project);
    Map<String, Object> result = new LinkedHashMap<>();
    tables.forEach(
        table ->
            result.put(
                table.table(),
                Map.of(
                    "source_rows", table.sourceRows(),
                    "lake_rows", table.lakeRows(),
                    "differences", table.differences(),
                    "first", table.first())));
    return new Outcome(tables.stream().allMatch(ReconciledTable::isEqual), result);
  }
}
