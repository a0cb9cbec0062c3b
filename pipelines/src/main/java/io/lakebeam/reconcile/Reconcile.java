package io.lakebeam.reconcile;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.SourceLife;
import io.lakebeam.lake.Zones;
import io.lakebeam.source.DebeziumConnector;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares silver with its source at one place in the source's log, while both go on.
 *
 * <pre>{@code
 * Reconcile.of(project).run().forEach(table -> print(table.differences()));
 * }</pre>
 *
 * <p>The source is read once per table, by one query that sends {@value BucketSums#BUCKETS} sums of
 * its rows' 128-bit hashes; the rows of a bucket whose sums differ are compared one by one. The
 * lake's side is silver's current table, wound back to the same place by its history; it is given
 * some time to get there.
 */
public final class Reconcile {
  /** How long the lake has to get to the cut. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int DESCRIBED = 5;

  private final Project project;
  private final Set<String> tables;
  private final Duration patience;

  private Reconcile(Project project, Set<String> tables, Duration patience) {
    this.project = project;
    this.tables = tables;
    this.patience = patience;
  }

  /** Compares every table of the project. */
  public static Reconcile of(Project project) {
    return new Reconcile(project, project.tables().keySet(), PATIENCE);
  }

  /** Compares these tables alone. */
  public Reconcile only(Set<String> names) {
    names.forEach(project::table);
    return new Reconcile(project, Set.copyOf(names), patience);
  }

  /** Waits that long for the lake to get to the cut. */
  public Reconcile waiting(Duration longest) {
    return new Reconcile(project, tables, longest);
  }

  /** Compares, source by source, each at a cut of its own. */
  public List<ReconciledTable> run() {
    Lake lake = project.lake().open();
    Map<SourceDefinition, List<TableDefinition>> sources = new LinkedHashMap<>();
    project.tables().values().stream()
        .filter(table -> tables.contains(table.name()))
        .forEach(
            table ->
                sources
                    .computeIfAbsent(project.source(table.sourceName()), s -> new ArrayList<>())
                    .add(table));
    List<ReconciledTable> compared = new ArrayList<>();
    sources.forEach((source, its) -> compared.addAll(compare(lake, source, its)));
    return compared;
  }

  private List<ReconciledTable> compare(
      Lake lake, SourceDefinition source, List<TableDefinition> wanted) {
    Map<String, SourceTable> described = new LinkedHashMap<>();
    try (PostgresCatalog catalog =
            PostgresCatalog.connect(source.url(), source.user(), source.password().reveal());
        SourceCut cut = SourceCut.of(source)) {
      List<String> all = new ArrayList<>();
      for (TableDefinition table : project.tables().values()) {
        if (table.sourceName().equals(source.name())) {
          all.add(table.name());
          described.put(table.name(), catalog.table(table.schemaName(), table.tableName()));
        }
      }
      SourceLife life = SourceEpochs.in(lake).life(source.name(), catalog.epoch());
      DebeziumConnector connector =
          new DebeziumConnector(
              project.name(), source.name(), life.capture(), List.copyOf(described.values()));
      new WayToCut(source, connector, lake).await(catalog, patience);
      Truncations.settle(lake);
      Visibility visibility = Visibility.of(lake, cut, life.number(), all);
      return wanted.stream()
          .map(table -> compare(lake, cut, visibility, table.name(), described.get(table.name())))
          .toList();
    }
  }

  private static ReconciledTable compare(
      Lake lake, SourceCut cut, Visibility visibility, String name, SourceTable table) {
    LakeCut lakeCut = new LakeCut(lake, name, table, visibility);
    BucketSums inSource = cut.sums(table);
    BucketSums inLake = lakeCut.sums();
    List<Integer> bad = inSource.differing(inLake);
    List<Hash> differing = new ArrayList<>();
    if (!bad.isEmpty()) {
      Map<Hash, Hash> sourceRows = cut.rows(table, bad);
      Map<Hash, Hash> lakeRows = lakeCut.rows(bad);
      Set<Hash> keys = new HashSet<>(sourceRows.keySet());
      keys.addAll(lakeRows.keySet());
      keys.stream()
          .filter(key -> !Objects.equals(sourceRows.get(key), lakeRows.get(key)))
          .forEach(differing::add);
    }
    String title = Zones.current(name).toString();
    return new ReconciledTable(
        title,
        inSource.rows(),
        inLake.rows(),
        differing.size(),
        describe(title, table, cut, lakeCut, differing));
  }

  /** Names the columns that differ, not their values: those may be personal. */
  private static List<String> describe(
      String title, SourceTable table, SourceCut cut, LakeCut lakeCut, List<Hash> differing) {
    List<Hash> first = differing.subList(0, Math.min(DESCRIBED, differing.size()));
    if (first.isEmpty()) {
      return List.of();
    }
    Map<Hash, List<String>> inSource = cut.texts(table, first);
    Map<Hash, List<String>> inLake = lakeCut.texts(new HashSet<>(first));
    return first.stream()
        .map(
            key ->
                "%s: row %s".formatted(title, describe(table, inSource.get(key), inLake.get(key))))
        .sorted()
        .toList();
  }

  private static String describe(SourceTable table, List<String> inSource, List<String> inLake) {
    if (inLake == null) {
      return "%s is in the source, not in the lake".formatted(key(table, inSource));
    }
    if (inSource == null) {
      return "%s is in the lake, not in the source".formatted(key(table, inLake));
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inSource.size(); i++) {
      if (!Objects.equals(inSource.get(i), inLake.get(i))) {
        names.add(table.columns().get(i).name());
      }
    }
    return "%s differs: %s".formatted(key(table, inSource), String.join(", ", names));
  }

  private static List<String> key(SourceTable table, List<String> texts) {
    List<String> names = table.type().getFieldNames();
    return table.primaryKey().stream().map(name -> texts.get(names.indexOf(name))).toList();
  }
}
