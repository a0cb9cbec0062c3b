package io.lakebeam.trainingset;

import io.lakebeam.definition.ModelDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.offline.FeatureView;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a training set is made of: the labels, the views in the order in which they are joined, and
 * the snapshot of each table, all taken now.
 *
 * @param columns for each column of the training set, in order, the joined column it comes from
 */
record TrainingSetPlan(
    Lake lake,
    ModelDefinition model,
    LabelRows labels,
    List<FeatureView> views,
    Map<String, Long> snapshots,
    Map<String, String> columns,
    Path parquet) {

  static TrainingSetPlan of(Project project, ModelDefinition model, Path parquet) {
    Lake lake = project.lake().open();
    List<FeatureView> views =
        model.joinOrder(project).stream()
            .map(name -> FeatureView.of(project, project.view(name), lake))
            .toList();
    Map<String, Long> snapshots = new TreeMap<>();
    snapshot(lake, Zones.current(model.labels().from()), "ingest", snapshots);
    views.forEach(view -> snapshot(lake, view.table().name(), "features", snapshots));
    LabelRows labels = LabelRows.of(project, model, lake);
    return new TrainingSetPlan(
        lake, model, labels, views, snapshots, columns(model, labels, views), parquet);
  }

  long labelSnapshot() {
    return snapshots.get(Zones.current(model.labels().from()).toString());
  }

  long snapshot(FeatureView view) {
    return snapshots.get(view.table().name().toString());
  }

  /** The columns that say which label a row is of: those that the model keeps, or its key. */
  static List<String> identity(ModelDefinition model) {
    return model.keep().isEmpty() ? model.labels().key() : List.copyOf(model.keep().keySet());
  }

  private static void snapshot(
      Lake lake, TableName table, String verb, Map<String, Long> snapshots) {
    long snapshot = lake.snapshot(table);
    if (snapshot == 0) {
      throw new LakeException("table %s has no rows yet; run %s first".formatted(table, verb));
    }
    snapshots.put(table.toString(), snapshot);
  }

  private static Map<String, String> columns(
      ModelDefinition model, LabelRows labels, List<FeatureView> views) {
    Map<String, String> columns = new LinkedHashMap<>();
    identity(model).forEach(name -> columns.put(name, model.keep().getOrDefault(name, name)));
    Map<String, String> given = new LinkedHashMap<>();
    labels.columns().forEach(column -> given.put(column, "the labels"));
    views.forEach(
        view ->
            view.definition()
                .columns()
                .forEach(column -> given.putIfAbsent(column, view.definition().name())));
    model
        .features()
        .forEach(
            feature -> {
              if (!given.get(feature.column()).equals(feature.view())) {
                throw new LakeException(
                    "model %s: column '%s' of view %s is hidden by that of %s; rename one"
                        .formatted(
                            model.name(),
                            feature.column(),
                            feature.view(),
                            given.get(feature.column())));
              }
              columns.put(feature.name(), feature.column());
            });
    columns.put(model.labels().as(), model.labels().column());
    return columns;
  }
}
