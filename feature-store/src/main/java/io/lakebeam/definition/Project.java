package io.lakebeam.definition;

import io.lakebeam.privacy.ColumnMasks;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A project: everything its file defines, checked as a whole.
 *
 * <pre>{@code
 * Project project = ProjectFile.read(Path.of("project.yaml"), System.getenv());
 * for (TableDefinition table : project.tables().values()) {
 *   SourceDefinition source = project.source(table.sourceName());
 * }
 * }</pre>
 *
 * <p>Every reference leads somewhere, every feature view has a key of its entity's length, and
 * every model's views can be joined to its labels. Maps are by name, in the file's order, and
 * immutable.
 *
 * @param name of the project
 * @param lake where the lake is
 * @param sources the databases whose changes are captured
 * @param tables the silver tables
 * @param entities what features are about
 * @param features the gold feature views
 * @param models what is trained
 * @param erasure how erased subjects are remembered; null where no table declares a subject
 * @param files where files come from, which tables are taken from
 * @param patterns what else becomes a silver table, once its source was asked which tables it has:
 *     see {@link #withTables}
 * @param privacy the keys of masks; null where no table has masks
 * @param outputs what is made of tables for others
 * @param pulled sources that are asked for their rows, which tables are taken from
 */
public record Project(
    String name,
    LakeDefinition lake,
    Map<String, SourceDefinition> sources,
    Map<String, TableDefinition> tables,
    Map<String, EntityDefinition> entities,
    Map<String, FeatureViewDefinition> features,
    Map<String, ModelDefinition> models,
    @Nullable ErasureDefinition erasure,
    Map<String, TablePattern> patterns,
    @Nullable PrivacyDefinition privacy,
    Map<String, FilesDefinition> files,
    Map<String, OutputDefinition> outputs,
    Map<String, PulledDefinition> pulled) {

  public Project {
    sources = Checks.copy(sources);
    tables = Checks.copy(tables);
    entities = Checks.copy(entities);
    features = Checks.copy(withKeys(features, entities));
    models = Checks.copy(models);
    patterns = Checks.copy(patterns);
    files = Checks.copy(files);
    outputs = Checks.copy(outputs);
    pulled = Checks.copy(pulled);
    new Checks()
        .matches("project", name, Checks.PROJECT_NAME)
        .all(
            new References(sources, files, pulled, tables, entities, features)
                .problems(patterns.values(), models.values(), outputs.values()))
        .all(Subjects.problems(tables, erasure))
        .all(TableMasks.problems(tables, privacy))
        .done();
  }

  /** A project whose tables have no masks. */
  public Project(
      String name,
      LakeDefinition lake,
      Map<String, SourceDefinition> sources,
      Map<String, TableDefinition> tables,
      Map<String, EntityDefinition> entities,
      Map<String, FeatureViewDefinition> features,
      Map<String, ModelDefinition> models,
      @Nullable ErasureDefinition erasure,
      Map<String, TablePattern> patterns) {
    this(
        name, lake, sources, tables, entities, features, models, erasure, patterns, null, Map.of(),
        Map.of(), Map.of());
  }

  /** A project whose tables declare no subject and no masks. */
  public Project(
      String name,
      LakeDefinition lake,
      Map<String, SourceDefinition> sources,
      Map<String, TableDefinition> tables,
      Map<String, EntityDefinition> entities,
      Map<String, FeatureViewDefinition> features,
      Map<String, ModelDefinition> models) {
    this(name, lake, sources, tables, entities, features, models, null, Map.of());
  }

  /**
   * The same with tables that its patterns were found to match, and without the patterns.
   *
   * @throws InvalidDefinitionException if they do not go together with the others
   */
  public Project withTables(Collection<TableDefinition> found) {
    Map<String, TableDefinition> all = new LinkedHashMap<>(tables);
    found.forEach(table -> all.put(table.name(), table));
    return new Project(
        name, lake, sources, all, entities, features, models, erasure, Map.of(), privacy, files,
        outputs, pulled);
  }

  /** Refuses a project of which it is not known yet which tables its patterns match. */
  public Project requireTables() {
    if (!patterns.isEmpty()) {
      throw new IllegalStateException(
          "project '%s': its source was not asked which tables are like %s"
              .formatted(name, String.join(", ", patterns.keySet())));
    }
    return this;
  }

  /** The tables that are captured from databases: all but those from files. */
  public Map<String, TableDefinition> captured() {
    Map<String, TableDefinition> captured = new LinkedHashMap<>(tables);
    captured.values().removeIf(TableDefinition::comesFromFiles);
    return captured;
  }

  /** The databases that some of these tables are captured from. */
  public List<SourceDefinition> sourcesOf(Collection<String> names) {
    return sources.values().stream()
        .filter(
            source ->
                captured().values().stream()
                    .anyMatch(
                        table ->
                            names.contains(table.name())
                                && table.sourceName().equals(source.name())))
        .toList();
  }

  /**
   * The table of that name; an {@link IllegalArgumentException} where there is none, or it is not
   * captured from a database.
   */
  public TableDefinition requireCaptured(String name) {
    TableDefinition table = table(name);
    if (table.comesFromFiles()) {
      throw new IllegalArgumentException(
          "table '%s' comes from the files of source '%s'; this is for tables of a database: %s"
              .formatted(name, table.from(), String.join(", ", captured().keySet())));
    }
    return table;
  }

  /** How erased subjects are remembered, if a table declares one. */
  public Optional<ErasureDefinition> declaredErasure() {
    return Optional.ofNullable(erasure);
  }

  /** The masks of a table and what they need; null where it has none. */
  public @Nullable ColumnMasks masks(TableDefinition table) {
    return table.masks().isEmpty() ? null : new ColumnMasks(table.masks(), privacy.maskKeys());
  }

  private static Map<String, FeatureViewDefinition> withKeys(
      Map<String, FeatureViewDefinition> features, Map<String, EntityDefinition> entities) {
    Map<String, FeatureViewDefinition> complete = new LinkedHashMap<>(features);
    complete.replaceAll(
        (name, view) ->
            view.key().isEmpty() && entities.containsKey(view.entity())
                ? view.withKey(entities.get(view.entity()).key())
                : view);
    return complete;
  }

  /**
   * The source of that name; an {@link IllegalArgumentException} with the nearest name if there is
   * none.
   */
  public SourceDefinition source(String name) {
    return find("source", name, sources);
  }

  /**
   * The silver table of that name; an {@link IllegalArgumentException} with the nearest name if
   * there is none.
   */
  public TableDefinition table(String name) {
    return find("table", name, tables);
  }

  /**
   * The entity of that name; an {@link IllegalArgumentException} with the nearest name if there is
   * none.
   */
  public EntityDefinition entity(String name) {
    return find("entity", name, entities);
  }

  /**
   * The feature view of that name; an {@link IllegalArgumentException} with the nearest name if
   * there is none.
   */
  public FeatureViewDefinition view(String name) {
    return find("feature view", name, features);
  }

  /**
   * The model of that name; an {@link IllegalArgumentException} with the nearest name if there is
   * none.
   */
  public ModelDefinition model(String name) {
    return find("model", name, models);
  }

  /**
   * The output of that name; an {@link IllegalArgumentException} with the nearest name if there is
   * none.
   */
  public OutputDefinition output(String name) {
    return find("output", name, outputs);
  }

  /**
   * The definition's fingerprint: 12 hexadecimal digits of the SHA-256 of what the file defines,
   * apart from where it runs (the lake's place, the sources' addresses, users and passwords), from
   * whom it can forget (subjects, erasure), from the keys of its masks, from what is published and
   * from how it is written (comments, layout, the order of definitions).
   *
   * <pre>{@code
   * project.version(); // 5f0c1b9ae2d4
   * }</pre>
   */
  public String version() {
    return DefinitionVersion.of(this);
  }

  private <T> T find(String kind, String wanted, Map<String, T> all) {
    T found = all.get(wanted);
    if (found == null) {
      throw new IllegalArgumentException(
          "project '%s' has no %s '%s'; defined: %s%s"
              .formatted(
                  name,
                  kind,
                  wanted,
                  String.join(", ", all.keySet()),
                  Nearest.to(wanted, all.keySet())));
    }
    return found;
  }
}
