package io.lakebeam.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A model's JSON file, version 1.
 *
 * <pre>{@code
 * { "format": "lakebeam-model/1",
 *   "name": "...",
 *   "origin": { "definition_version": "...", "code_version": "...", "seed": 42,
 *               "table_snapshots": { "gold.profile": 7 } },
 *   "label": { "name": "...", "negative": 0, "positive": 1 },
 *   "features": [ { "name": "income", "type": "numeric" },
 *                 { "name": "ownership", "type": "categorical", "categories": [ "OWN", "RENT" ] } ],
 *   "link": "half-logit",       probability = 1 / (1 + exp(-2 * (intercept + shrinkage * sum)))
 *   "intercept": -0.63, "shrinkage": 0.1,
 *   "trees": [ { "feature": [ 0, -1, -1 ], "split": [ 9.5, 0, 0 ], "left": [ 1, -1, -1 ],
 *                "right": [ 2, -1, -1 ], "value": [ 0, 0.4, -0.2 ] } ] }
 * }</pre>
 *
 * <p>{@link Tree} says what the arrays mean, {@link Feature} what a missing or unknown value is.
 * Numbers are written so that reading gives back the same bits.
 */
final class ModelFormat {
  private static final String FORMAT = "lakebeam-model/1";
  private static final String LINK = "half-logit";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFormat() {}

  static void write(Model model, Path file) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("name", model.name());
    Origin origin = model.origin();
    ObjectNode from = root.putObject("origin");
    from.put("definition_version", origin.definitionVersion());
    from.put("code_version", origin.codeVersion()).put("seed", origin.seed());
    ObjectNode snapshots = from.putObject("table_snapshots");
    origin.tableSnapshots().forEach(snapshots::put);
    root.putObject("label").put("name", model.label()).put("negative", 0).put("positive", 1);
    ArrayNode features = root.putArray("features");
    model.features().forEach(feature -> writeFeature(feature, features.addObject()));
    root.put("link", LINK);
    root.put("intercept", model.trees().intercept()).put("shrinkage", model.trees().shrinkage());
    ArrayNode trees = root.putArray("trees");
    model.trees().trees().forEach(tree -> writeTree(tree, trees.addObject()));
    save(root, file);
  }

  private static void writeFeature(Feature feature, ObjectNode into) {
    into.put("name", feature.name());
    if (feature.kind() == Feature.Kind.NUMERIC) {
      into.put("type", "numeric");
    } else {
      ArrayNode categories = into.put("type", "categorical").putArray("categories");
      feature.categories().forEach(categories::add);
    }
  }

  private static void writeTree(Tree tree, ObjectNode into) {
    ArrayNode feature = into.putArray("feature");
    ArrayNode split = into.putArray("split");
    ArrayNode left = into.putArray("left");
    ArrayNode right = into.putArray("right");
    ArrayNode value = into.putArray("value");
    for (int node = 0; node < tree.size(); node++) {
      feature.add(tree.feature(node));
      split.add(tree.split(node));
      left.add(tree.left(node));
      right.add(tree.right(node));
      value.add(tree.value(node));
    }
  }

  private static void save(ObjectNode root, Path file) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));
    Path target = file.toAbsolutePath();
    Path unfinished =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.writeString(unfinished, JSON.writer(printer).writeValueAsString(root) + "\n");
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  static Model read(Path file) throws IOException {
    JsonPlace root = new JsonPlace(file, "", parse(file));
    root.field("format").oneOf(FORMAT);
    root.field("link").oneOf(LINK);
    try {
      return new Model(
          root.field("name").text(),
          root.field("label").field("name").text(),
          new BoostedTrees(
              readFeatures(root.field("features")),
              readTrees(root.field("trees")),
              root.field("intercept").number(),
              root.field("shrinkage").number()),
          readOrigin(root.field("origin")));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file, e.getMessage(), e);
    }
  }

  private static JsonNode parse(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      JsonNode node = JSON.readTree(in);
      if (!node.isObject()) {
        throw new ModelFormatException(file, "found no JSON object; allowed: " + FORMAT);
      }
      return node;
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : " at line %d column %d"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new ModelFormatException(
          file, "not JSON%s: %s; allowed: %s".formatted(place, e.getOriginalMessage(), FORMAT), e);
    }
  }

  private static List<Feature> readFeatures(JsonPlace array) throws ModelFormatException {
    List<Feature> features = new ArrayList<>();
    for (JsonPlace item : array.items()) {
      String name = item.field("name").text();
      features.add(
          item.field("type").oneOf("numeric", "categorical").equals("numeric")
              ? Feature.numeric(name)
              : Feature.categorical(name, item.field("categories").texts()));
    }
    return features;
  }

  private static List<Tree> readTrees(JsonPlace array) throws ModelFormatException {
    List<Tree> trees = new ArrayList<>();
    for (JsonPlace item : array.items()) {
      try {
        trees.add(
            new Tree(
                item.field("feature").integers(),
                item.field("split").numbers(),
                item.field("left").integers(),
                item.field("right").integers(),
                item.field("value").numbers()));
      } catch (IllegalArgumentException e) {
        throw new ModelFormatException(item.file(), item.path() + ": " + e.getMessage(), e);
      }
    }
    return trees;
  }

  private static Origin readOrigin(JsonPlace origin) throws ModelFormatException {
    return new Origin(
        origin.field("definition_version").text(),
        origin.field("code_version").text(),
        origin.field("seed").integer(),
        origin.field("table_snapshots").longs());
  }
}
