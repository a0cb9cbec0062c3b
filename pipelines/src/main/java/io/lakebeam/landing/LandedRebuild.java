package io.lakebeam.landing;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.Rebuild;
import io.lakebeam.ingest.RebuildStart;
import io.lakebeam.lake.Alone;
import io.lakebeam.lake.Lake;
import io.lakebeam.runner.Runner;
import java.util.List;
import java.util.Set;

/**
 * Silver's tables from files made anew from the records in bronze, as they are declared now. The
 * files are not needed any more.
 *
 * <pre>{@code
 * Rebuild.Result found = LandedRebuild.of(project, runner).compare(Set.of("price"));
 * }</pre>
 *
 * <p>Meanwhile no file of the same source is taken; what comes is taken afterwards.
 */
public final class LandedRebuild {
  private final Project project;
  private final Runner runner;
  private final RebuildStart start;

  private LandedRebuild(Project project, Runner runner, RebuildStart start) {
    this.project = project;
    this.runner = runner;
    this.start = start;
  }

  /** Of all records. */
  public static LandedRebuild of(Project project, Runner runner) {
    return new LandedRebuild(project, runner, RebuildStart.first());
  }

  /** Makes anew what is from {@code newStart} on; what is before stays as silver has it. */
  public LandedRebuild from(RebuildStart newStart) {
    return new LandedRebuild(project, runner, newStart);
  }

  /**
   * Makes those of {@code tables} anew that come from files, and compares.
   *
   * @throws io.lakebeam.runner.RunnerException if a pipeline ended in another way than done
   */
  public Rebuild.Result compare(Set<String> tables) {
    return each(
        tables,
        (lake, job, records) ->
            Rebuild.compare(lake, runner, job, records, start, LandedRebuild::atOnce));
  }

  /** The same; then those that differ are replaced, unless a record could not be decoded. */
  public Rebuild.Result replace(Set<String> tables) {
    return each(
        tables,
        (lake, job, records) ->
            Rebuild.replace(lake, runner, job, records, start, LandedRebuild::atOnce));
  }

  /** What is done with a table's records. */
  private interface Making {
    Rebuild.Result run(Lake lake, String job, List<LandedRecords> records);
  }

  @SuppressWarnings("try") // held, not used
  private Rebuild.Result each(Set<String> tables, Making making) {
    Lake lake = project.lake().open();
    Rebuild.Result result = Rebuild.Result.NONE;
    for (TableDefinition table : project.tables().values()) {
      if (table.comesFromFiles() && tables.contains(table.name())) {
        LandingTable landing = LandingTable.of(project, table);
        try (Alone alone = landing.alone(lake)) {
          landing.lakeTables().forEach(lake::createOrEvolve);
          String job = "%s-files-rebuild-%s".formatted(project.name(), table.name());
          result = result.plus(making.run(lake, job, List.of(new LandedRecords(landing))));
        }
      }
    }
    return result;
  }

  /** Files are taken by who holds the same lock, so that none is on its way. */
  private static void atOnce() {}
}
