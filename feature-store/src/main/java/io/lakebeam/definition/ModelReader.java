package io.lakebeam.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From a section under {@code models} to its record. */
final class ModelReader {

  private ModelReader() {}

  static Optional<ModelDefinition> model(String name, Section in) {
    in.allow("labels", "keep", "features", "algorithm", "parameters", "split", "require");
    Optional<LabelDefinition> labels = in.section("labels", ModelReader::labels);
    Map<String, String> keep = optional(in, "keep", ModelReader::keep, Map.of());
    Optional<List<FeatureReference>> features = in.section("features", ModelReader::features);
    Algorithm algorithm = in.choice("algorithm", List.of(Algorithm.values()), Algorithm::key);
    BoostingParameters parameters =
        optional(in, "parameters", ModelReader::parameters, BoostingParameters.DEFAULTS);
    Optional<SplitDefinition> split = in.section("split", ModelReader::split);
    Map<Metric, Double> require = optional(in, "require", ModelReader::require, Map.of());
    return in.build(
        () ->
            new ModelDefinition(
                name,
                labels.orElseThrow(),
                keep,
                features.orElseThrow(),
                algorithm,
                parameters,
                split.orElseThrow(),
                require));
  }

  private static <T> T optional(
      Section in, String key, Function<Section, Optional<T>> reader, T otherwise) {
    return in.has(key) ? in.section(key, reader).orElse(otherwise) : otherwise;
  }

  private static Optional<LabelDefinition> labels(Section in) {
    in.allow("from", "key", "column", "as");
    String from = in.text("from");
    List<String> key = in.names("key");
    String column = in.text("column");
    String as = in.has("as") ? in.text("as") : column;
    return in.build(() -> new LabelDefinition(from, key, column, as));
  }

  private static Optional<Map<String, String>> keep(Section in) {
    Map<String, String> columns = new LinkedHashMap<>();
    in.keys().forEach(name -> columns.put(name, in.text(name)));
    return Optional.of(columns);
  }

  private static Optional<List<FeatureReference>> features(Section in) {
    List<FeatureReference> features = new ArrayList<>();
    for (String name : in.keys()) {
      String from = in.text(name);
      String[] parts = from.split("\\.", -1);
      if (parts.length == 2) {
        in.attempt(() -> new FeatureReference(name, parts[0], parts[1])).ifPresent(features::add);
      } else if (!from.isEmpty()) {
        in.refuse(name, "must be view.column, found '" + from + "'");
      }
    }
    return Optional.of(features);
  }

  private static Optional<BoostingParameters> parameters(Section in) {
    in.allow("trees", "max-nodes", "shrinkage", "subsample");
    BoostingParameters defaults = BoostingParameters.DEFAULTS;
    int trees = in.has("trees") ? in.smallNumber("trees") : defaults.trees();
    int maxNodes = in.has("max-nodes") ? in.smallNumber("max-nodes") : defaults.maxNodes();
    double shrinkage = in.has("shrinkage") ? in.number("shrinkage") : defaults.shrinkage();
    double subsample = in.has("subsample") ? in.number("subsample") : defaults.subsample();
    return in.build(() -> new BoostingParameters(trees, maxNodes, shrinkage, subsample));
  }

  private static Optional<SplitDefinition> split(Section in) {
    in.allow("method", "test", "seed");
    SplitDefinition.Method method =
        in.choice("method", List.of(SplitDefinition.Method.values()), SplitDefinition.Method::key);
    double test = in.number("test");
    long seed = in.wholeNumber("seed");
    return in.build(() -> new SplitDefinition(method, test, seed));
  }

  private static Optional<Map<Metric, Double>> require(Section in) {
    Map<String, Metric> metrics =
        Stream.of(Metric.values())
            .collect(
                Collectors.toMap(Metric::key, metric -> metric, (a, b) -> a, LinkedHashMap::new));
    in.allow(metrics.keySet().toArray(String[]::new));
    Map<Metric, Double> least = new LinkedHashMap<>();
    metrics.forEach(
        (key, metric) -> {
          if (in.has(key)) {
            least.put(metric, in.number(key));
          }
        });
    return Optional.of(least);
  }
}
