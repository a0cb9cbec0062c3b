package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lakebeam reconcile}: is silver equal to its source? */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description =
        "Compare silver with its source, value by value, at one place in the source's log, while both go on; exit code 1 where they differ.")
final class ReconcileCommand extends ProjectVerb {
  @Option(
      names = "--table",
      paramLabel = "NAME",
      split = ",",
      description = "Compare these tables of the project; all by default.")
  private Set<String> tables = Set.of();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long the lake has to get to where the source is. Default: 30s")
  private Duration patience = Reconcile.PATIENCE;

  ReconcileCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) {
    Reconcile reconcile = Reconcile.of(project).waiting(patience);
    List<ReconciledTable> compared = (tables.isEmpty() ? reconcile : reconcile.only(tables)).run();
    Map<String, Object> result = new LinkedHashMap<>();
    compared.forEach(
        table ->
            result.put(
                table.table(),
                Map.of(
                    "source_rows", table.sourceRows(),
                    "lake_rows", table.lakeRows(),
                    "differences", table.differences(),
                    "first", table.first())));
    return new Outcome(compared.stream().allMatch(ReconciledTable::isEqual), result);
  }
}
