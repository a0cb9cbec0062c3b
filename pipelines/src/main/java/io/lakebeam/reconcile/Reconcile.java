package io.lakebeam.reconcile;

import static java.util.stream.Collectors.toSet;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.Repairs;
import io.lakebeam.ingest.TableFit;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.SourceLife;
import io.lakebeam.reconcile.ReconciledTable.Repaired;
import io.lakebeam.source.DebeziumConnector;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import io.lakebeam.subject.SubjectGate;
import io.lakebeam.subject.SubjectRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares silver with its source at one place in the source's log, while both go on, and repairs
 * it where that is asked for.
 *
 * <pre>{@code
 * Reconcile.of(project).run().forEach(table -> print(table.differences()));
 * Reconcile.of(project).repairing().run();
 * }</pre>
 *
 * <p>The source is read once per table, by queries that send {@value #BUCKETS} sums of its rows'
 * 128-bit hashes; the rows of a bucket whose sums differ are compared one by one. The lake's side
 * is silver's current table, wound back to the same place by its history; it is given some time to
 * get there. Of a table with masks or cleaning the source's rows are all read, and masked, cleaned
 * and hashed here: no key goes to the source.
 *
 * <p>A repair writes rows as they were at the cut, under an order after all that the cut saw and
 * before all that it did not, to bronze and silver; rows that the source does not have get a
 * tombstone. Killed, or run again, it changes nothing that is right.
 */
public final class Reconcile {
  /**
   * Into how many buckets a table's rows are summed up: enough that a bad one of a million rows has
   * some hundred, and few enough to be sent.
   */
  public static final int BUCKETS = 4_096;

  /** How long the lake has to get to the cut. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private enum Repair {
    NONE,
    DIFFERING,
    ALL
  }

  private final Project project;
  private final Set<String> tables;
  private final Duration patience;
  private final Repair repair;
  private final ProgressLine progress;

  private Reconcile(
      Project project,
      Set<String> tables,
      Duration patience,
      Repair repair,
      ProgressLine progress) {
    this.project = project;
    this.tables = tables;
    this.patience = patience;
    this.repair = repair;
    this.progress = progress;
  }

  /** Compares every table of the project. */
  public static Reconcile of(Project project) {
    return new Reconcile(
        project.requireTables(),
        project.captured().keySet(),
        PATIENCE,
        Repair.NONE,
        new ProgressLine(line -> {}));
  }

  /** Compares these tables alone. */
  public Reconcile only(Set<String> names) {
    names.forEach(project::requireCaptured);
    return new Reconcile(project, Set.copyOf(names), patience, repair, progress);
  }

  /** Waits that long for the lake to get to the cut. */
  public Reconcile waiting(Duration longest) {
    return new Reconcile(project, tables, longest, repair, progress);
  }

  /** Repairs the rows that differ, then compares again. */
  public Reconcile repairing() {
    return new Reconcile(project, tables, patience, Repair.DIFFERING, progress);
  }

  /** Writes every row anew, whether it differs or not, then compares. */
  public Reconcile rewriting() {
    return new Reconcile(project, tables, patience, Repair.ALL, progress);
  }

  /** Shows how far it is, some times a second, as a line that replaces the one before. */
  public Reconcile showing(Consumer<String> display) {
    return new Reconcile(project, tables, patience, repair, new ProgressLine(display));
  }

  /**
   * Compares, source by source, each at a cut of its own.
   *
   * @throws SourceException if something is to be repaired, and the lake does not get to the cut
   */
  public List<ReconciledTable> run() {
    Lake lake = project.lake().open();
    Map<SourceDefinition, List<TableDefinition>> sources = new LinkedHashMap<>();
    project.captured().values().stream()
        .filter(table -> tables.contains(table.name()))
        .forEach(
            table ->
                sources
                    .computeIfAbsent(project.source(table.sourceName()), s -> new ArrayList<>())
                    .add(table));
    List<ReconciledTable> compared = new ArrayList<>();
    sources.forEach((source, its) -> compared.addAll(reconcile(lake, source, its)));
    return compared;
  }

  private List<ReconciledTable> reconcile(
      Lake lake, SourceDefinition source, List<TableDefinition> wanted) {
    if (repair == Repair.NONE) {
      return compare(lake, source, wanted, (name, comparison) -> Repaired.NONE);
    }
    Repairs.finish(
        project, source, lake, wanted.stream().map(TableDefinition::name).collect(toSet()));
    Map<String, Repaired> repaired = new HashMap<>();
    List<ReconciledTable> before =
        compare(lake, source, wanted, (name, found) -> repair(lake, source, name, found));
    before.forEach(table -> repaired.put(table.table(), table.repaired()));
    if (repaired.values().stream().allMatch(Repaired.NONE::equals)) {
      return before;
    }
    return compare(lake, source, wanted, (name, comparison) -> Repaired.NONE).stream()
        .map(table -> table.after(repaired.get(table.table())))
        .toList();
  }

  private Repaired repair(
      Lake lake, SourceDefinition source, String name, TableComparison comparison) {
    if (repair == Repair.DIFFERING && comparison.isEqual()) {
      return Repaired.NONE;
    }
    try (Repairs repairs = Repairs.of(project, source, lake, name)) {
      return repair == Repair.ALL
          ? comparison.repairAll(repairs)
          : comparison.repairDiffering(repairs);
    }
  }

  private List<ReconciledTable> compare(
      Lake lake, SourceDefinition source, List<TableDefinition> wanted, Found found) {
    Map<String, SourceTable> described = new LinkedHashMap<>();
    progress.step("source " + source.name() + ": waiting for a cut");
    try (PostgresCatalog catalog =
            PostgresCatalog.connect(source.url(), source.user(), source.password().reveal());
        SourceCut cut = SourceCut.of(source)) {
      for (TableDefinition table : project.tables().values()) {
        if (table.sourceName().equals(source.name())) {
          described.put(table.name(), catalog.table(table.schemaName(), table.tableName()));
          TableFit.require(described.get(table.name()), table);
        }
      }
      SourceLife life = SourceEpochs.in(lake).life(source.name(), catalog.epoch());
      DebeziumConnector connector =
          new DebeziumConnector(
              project.name(), source.name(), life.capture(), List.copyOf(described.values()));
      progress.step("source " + source.name() + ": waiting for the lake");
      if (!new WayToCut(source, connector, lake).await(catalog, patience)) {
        requireNoRepair(source);
      }
      Truncations.settle(lake);
      Visibility visibility =
          Visibility.of(lake, cut, life.number(), List.copyOf(described.keySet()));
      List<ReconciledTable> compared = new ArrayList<>();
      for (TableDefinition table : wanted) {
        TableComparison comparison =
            new TableComparison(
                lake,
                table.name(),
                described.get(table.name()),
                cut,
                visibility,
                SubjectGate.of(lake, SubjectRule.of(project, table)),
                StoredRows.of(project, table, described.get(table.name()), cut.millis()),
                progress);
        ReconciledTable result = comparison.result();
        compared.add(result.after(found.repair(table.name(), comparison)));
      }
      return compared;
    }
  }

  /** What is on its way would be taken for missing. */
  private void requireNoRepair(SourceDefinition source) {
    if (repair != Repair.NONE) {
      throw new SourceException(
          ("source %s: nothing was repaired, because the lake did not get to where the source is"
                  + " within %d s, and what is on its way would be taken for missing; start its"
                  + " ingest, or wait longer")
              .formatted(source.name(), patience.toSeconds()));
    }
  }

  /** What is done with a table that was compared, while the cut is open. */
  private interface Found {
    Repaired repair(String table, TableComparison comparison);
  }
}
