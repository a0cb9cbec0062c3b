package io.lakebeam.definition;

import io.lakebeam.quality.TableExpectation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the parts of a project say of each other, checked. */
final class References {
  private static final String HISTORY = "_history";

  private final Map<String, SourceDefinition> sources;
  private final Map<String, FilesDefinition> files;
  private final Map<String, PulledDefinition> pulled;
  private final Map<String, TableDefinition> tables;
  private final Map<String, EntityDefinition> entities;
  private final Map<String, FeatureViewDefinition> views;
  private final List<Problem> problems = new ArrayList<>();

  References(
      Map<String, SourceDefinition> sources,
      Map<String, FilesDefinition> files,
      Map<String, PulledDefinition> pulled,
      Map<String, TableDefinition> tables,
      Map<String, EntityDefinition> entities,
      Map<String, FeatureViewDefinition> views) {
    this.sources = sources;
    this.files = files;
    this.pulled = pulled;
    this.tables = tables;
    this.entities = entities;
    this.views = views;
  }

  /** Everything that refers to nothing, does not fit or cannot be joined. */
  List<Problem> problems(
      Collection<TablePattern> patterns,
      Collection<ModelDefinition> models,
      Collection<OutputDefinition> outputs) {
    for (TableDefinition table : tables.values()) {
      checkSource(table);
      requireOwnName(table.name());
      checkExpectations(table);
    }
    for (TablePattern pattern : patterns) {
      exists(
          "tables." + pattern.name() + ".from", "source", pattern.sourceName(), sources.keySet());
    }
    views.values().forEach(this::checkView);
    models.forEach(this::checkModel);
    outputs.forEach(output -> checkOutput(output, !patterns.isEmpty()));
    return problems;
  }

  private void checkOutput(OutputDefinition output, boolean maybeByPattern) {
    String path = "outputs." + output.name() + ".from";
    Set<String> names = new LinkedHashSet<>(tables.keySet());
    names.addAll(views.keySet());
    if (tables.containsKey(output.from()) && views.containsKey(output.from())) {
      add(
          path,
          "names both a table and a feature view, '%s'; give one of them another name"
              .formatted(output.from()));
    } else if (!maybeByPattern) {
      exists(path, "table or feature view", output.from(), names);
    }
    if (views.containsKey(output.from()) && output.target() instanceof JdbcOutput) {
      add(
          path,
          "names the feature view '%s', which has many rows of each entity; allowed with 'to: jdbc': tables, which have a key"
              .formatted(output.from()));
    }
  }

  private void checkSource(TableDefinition table) {
    String path = "tables." + table.name() + ".from";
    if (!table.comesFromFiles()) {
      exists(path, "source", table.sourceName(), sources.keySet());
    } else if (sources.containsKey(table.from())) {
      add(
          path,
          "names the source '%1$s', which is a database; allowed: %1$s.SCHEMA.TABLE"
              .formatted(table.from()));
    } else if (isTaken(path, table)) {
      tables.values().stream()
          .filter(other -> other.from().equals(table.from()) && !other.equals(table))
          .findFirst()
          .filter(other -> other.name().compareTo(table.name()) < 0)
          .ifPresent(
              other ->
                  add(
                      path,
                      "names the source '%s', which table '%s' is taken from; give each table a source"
                          .formatted(table.from(), other.name())));
    }
  }

  /** Whether its source is one of files, or one that is pulled. */
  private boolean isTaken(String path, TableDefinition table) {
    PulledDefinition source = pulled.get(table.from());
    if (source != null) {
      problems.addAll(source.problems(table));
      if (table.latestBy() != null) {
        add(
            "tables." + table.name() + ".latest-by",
            "is for tables from files; of a source that is pulled the row stays that it has now");
      }
      return true;
    }
    Set<String> names = new LinkedHashSet<>(files.keySet());
    names.addAll(pulled.keySet());
    return exists(
        path,
        pulled.isEmpty() ? "source of files" : "source of files, or one that is pulled,",
        table.from(),
        names);
  }

  /** The versions of {@code x} are silver's {@code x_history}. */
  private void requireOwnName(String name) {
    String of = name.endsWith(HISTORY) ? name.substring(0, name.length() - HISTORY.length()) : "";
    if (tables.containsKey(of)) {
      add(
          "tables." + name,
          "is where the versions of table '%s' are kept; give it another name".formatted(of));
    }
  }

  /** What a table refers to is there, and as wide as what refers to it. */
  private void checkExpectations(TableDefinition table) {
    for (int i = 0; i < table.expect().size(); i++) {
      if (!(table.expect().get(i) instanceof TableExpectation of)
          || of.kind() != TableExpectation.Kind.REFERENCES) {
        continue;
      }
      String path = "tables.%s.expect[%d].references".formatted(table.name(), i);
      String other = of.arguments().get(0);
      if (exists(path, "table", other, tables.keySet()) && of.arguments().size() == 1) {
        List<String> key = tables.get(other).key();
        if (key.size() != of.columns().size()) {
          add(
              path,
              "names table '%s', whose key is %s; columns that refer to it: %s"
                  .formatted(other, key, of.columns()));
        }
      }
    }
  }

  private void checkView(FeatureViewDefinition view) {
    String path = "features." + view.name();
    if (exists(path + ".from", "table", view.from(), tables.keySet())) {
      requireEventTime(path + ".from", view.from());
    }
    if (exists(path + ".entity", "entity", view.entity(), entities.keySet())) {
      List<String> key = entities.get(view.entity()).key();
      if (view.key().size() != key.size()) {
        add(
            path + ".key",
            "must name %d of the table's columns, for %s of entity '%s'; found %d: %s"
                .formatted(key.size(), key, view.entity(), view.key().size(), view.key()));
      }
    }
  }

  private void checkModel(ModelDefinition model) {
    String path = "models." + model.name();
    LabelDefinition labels = model.labels();
    if (exists(path + ".labels.from", "table", labels.from(), tables.keySet())) {
      requireEventTime(path + ".labels.from", labels.from());
    }
    Set<String> keys = new LinkedHashSet<>();
    entities.values().forEach(entity -> keys.addAll(entity.key()));
    for (int i = 0; i < labels.key().size(); i++) {
      exists(path + ".labels.key[" + i + "]", "entity key", labels.key().get(i), keys);
    }
    boolean joinable = true;
    for (FeatureReference feature : model.features()) {
      joinable &= checkFeature(path + ".features." + feature.name(), feature);
    }
    if (joinable) {
      checkJoin(path, model);
    }
  }

  /** When the source committed a row is not when it became so. */
  private void requireEventTime(String path, String table) {
    if (tables.get(table).eventTime().equals(TableDefinition.COMMIT_TIME)) {
      add(
          path,
          "names table '%s', whose event-time is %s; allowed: a column of its source"
              .formatted(table, TableDefinition.COMMIT_TIME));
    }
  }

  /** Whether the feature's view and its entity are there. */
  private boolean checkFeature(String path, FeatureReference feature) {
    if (!exists(path, "feature view", feature.view(), views.keySet())) {
      return false;
    }
    FeatureViewDefinition view = views.get(feature.view());
    if (!view.columns().contains(feature.column())) {
      add(
          path,
          "names the column '%s', which view '%s' does not have; its columns: %s%s"
              .formatted(
                  feature.column(),
                  view.name(),
                  String.join(", ", view.columns()),
                  Nearest.to(feature.column(), view.columns())));
    }
    return entities.containsKey(view.entity());
  }

  private void checkJoin(String path, ModelDefinition model) {
    try {
      JoinOrder.of(model, entities, views);
    } catch (InvalidDefinitionException e) {
      e.problems().forEach(problem -> problems.add(problem.within(path)));
    }
  }

  private boolean exists(String path, String kind, String name, Collection<String> names) {
    if (names.contains(name)) {
      return true;
    }
    add(path, Nearest.missing(kind, name, names));
    return false;
  }

  private void add(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
