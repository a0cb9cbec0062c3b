package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.ingest.MatchedTables;
import io.lakebeam.reconcile.Difference;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.replication.LogSequenceNumber;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lakebeam reconcile}: is silver equal to its source? */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description =
        "Compare silver with its source, value by value, at one place in the source's log, while both go on; exit code 1 where they differ.")
final class ReconcileCommand extends ProjectVerb {
  @Spec private CommandSpec spec;

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

  @Option(
      names = "--repair",
      description =
          "Write the rows that differ as the source has them, then compare again; exit code 0 where all is equal then.")
  private boolean repair;

  @Option(
      names = "--all-keys",
      description =
          "With --repair: write every row of the tables that --table names, not only those that differ.")
  private boolean allKeys;

  ReconcileCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) {
    if (allKeys && (!repair || tables.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--all-keys reads whole tables anew: it needs --repair and --table");
    }
    Reconcile reconcile =
        Reconcile.of(MatchedTables.resolve(project)).waiting(patience).showing(this::status);
    if (repair) {
      reconcile = allKeys ? reconcile.rewriting() : reconcile.repairing();
    }
    List<ReconciledTable> compared = (tables.isEmpty() ? reconcile : reconcile.only(tables)).run();
    Map<String, Object> result = new LinkedHashMap<>();
    compared.forEach(table -> result.put(table.table(), report(table)));
    return new Outcome(compared.stream().allMatch(ReconciledTable::isEqual), result);
  }

  private Map<String, Object> report(ReconciledTable table) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("cut", LogSequenceNumber.valueOf(table.cut()).asString());
    report.put("source_rows", table.sourceRows());
    report.put("erased_rows", table.erasedRows());
    report.put("quarantined_rows", table.quarantinedRows());
    report.put("lake_rows", table.lakeRows());
    report.put("buckets", Reconcile.BUCKETS);
    report.put("differing_buckets", table.buckets());
    report.put("differences", table.differences());
    report.put("first", table.first().stream().map(ReconcileCommand::report).toList());
    if (repair) {
      report.put("repaired_rows", table.repaired().rows());
      report.put("repaired_tombstones", table.repaired().tombstones());
      report.put("refused_rows", table.repaired().refused());
    }
    return report;
  }

  private static Map<String, Object> report(Difference difference) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("key", difference.key());
    report.put("row", difference.kind().toString());
    report.put("columns", difference.columns());
    return report;
  }
}
