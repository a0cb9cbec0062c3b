package io.lakebeam.cli;

import io.lakebeam.definition.Nearest;
import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Transactions;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.MaintainedTable;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.maintain.Maintain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lakebeam maintain}: keeps the lake's tables small and fast to read. */
@Command(
    name = "maintain",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Compact the lake's tables, expire old snapshots, delete what killed runs left.",
      "Safe while pipelines write; to be run by a scheduler."
    })
final class MaintainCommand extends ProjectVerb {
  @Spec private CommandSpec spec;

  @Option(
      names = "--table",
      paramLabel = "ZONE.NAME",
      description = "A table; may be repeated. Default: all of the lake")
  private List<String> tables = new ArrayList<>();

  @Option(
      names = "--full",
      description = "Merge everything, also what is in few files; Iceberg readers see all then.")
  private boolean full;

  @Option(
      names = "--sorted-runs",
      paramLabel = "N",
      description =
          "Merge where a bucket has more than N files or levels to merge. Default: ${DEFAULT-VALUE}")
  private int sortedRuns = 10;

  @Option(
      names = "--retain-last",
      paramLabel = "N",
      description = "Keep the last N snapshots, however old. Default: ${DEFAULT-VALUE}")
  private int retainLast = 10;

  @Option(
      names = "--retain-for",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Keep snapshots younger than this, as in 12h or 7d. Default: 1d")
  private Duration retainFor = Duration.ofDays(1);

  @Option(
      names = "--orphans-older-than",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Delete files that nothing names and that are older, at least 1h. Default: 1d")
  private Duration orphansOlderThan = Duration.ofDays(1);

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Compact N buckets at a time. Default: one per processor, 4 at most")
  private Integer parallelism;

  @Option(names = "--no-iceberg", description = "Write no Iceberg metadata.")
  private boolean noIceberg;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  MaintainCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) {
    Lake lake = project.lake().open();
    if (!dryRun) {
      Truncations.settle(lake);
      Transactions.prune(lake);
    }
    Maintain.Result result = Maintain.run(maintenance(lake), tables(lake));
    Map<String, Object> report = new TreeMap<>();
    result.tables().forEach(table -> report.put(table.table().toString(), report(table)));
    result
        .failed()
        .forEach((table, reason) -> report.put(table.toString(), Map.of("failed", reason)));
    return new Outcome(result.failed().isEmpty(), report);
  }

  private Maintenance maintenance(Lake lake) {
    try {
      Maintenance maintenance =
          Maintenance.of(lake)
              .compactingAbove(sortedRuns)
              .retainingLast(retainLast)
              .retainingFor(retainFor)
              .deletingOrphansOlderThan(orphansOlderThan);
      if (parallelism != null) {
        maintenance = maintenance.withParallelism(parallelism);
      }
      maintenance = full ? maintenance.compactingFully() : maintenance;
      maintenance = noIceberg ? maintenance.withoutIceberg() : maintenance;
      return dryRun ? maintenance.dryRun() : maintenance;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<TableName> tables(Lake lake) {
    List<TableName> known = lake.tables().stream().filter(table -> !Zones.isShadow(table)).toList();
    Map<String, TableName> byName = new LinkedHashMap<>();
    known.forEach(table -> byName.put(table.toString(), table));
    for (String wanted : tables) {
      if (!byName.containsKey(wanted)) {
        throw new ParameterException(
            spec.commandLine(),
            "--table: found '%s'; in the lake: %s%s"
                .formatted(
                    wanted,
                    byName.isEmpty() ? "no table yet" : String.join(", ", byName.keySet()),
                    Nearest.to(wanted, byName.keySet())));
      }
    }
    return tables.isEmpty() ? known : tables.stream().distinct().map(byName::get).toList();
  }

  private Map<String, Object> report(MaintainedTable table) {
    Map<String, Object> report = new LinkedHashMap<>();
    if (dryRun) {
      report.put("dry_run", true);
    }
    report.put("files_before", table.filesBefore());
    report.put("files_after", table.filesAfter());
    report.put("bytes_before", table.bytesBefore());
    report.put("bytes_after", table.bytesAfter());
    report.put("buckets_compacted", table.bucketsCompacted());
    report.put("snapshots_expired", table.snapshotsExpired());
    report.put("orphans_deleted", table.orphansDeleted());
    report.put("orphan_bytes", table.orphanBytes());
    report.put("seconds", Double.valueOf(String.format(Locale.ROOT, "%.3f", table.seconds())));
    return report;
  }
}
