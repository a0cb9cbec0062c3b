package io.lakebeam.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A trained binary classifier with its dictionaries and its origin; one JSON file.
 *
 * <pre>{@code
 * Model model = Model.read(Path.of("model.json"));
 * double probability = model.score(Map.of("income", 71_948, "ownership", "RENT"));
 * boolean positive = probability >= Model.THRESHOLD;
 * }</pre>
 *
 * <p>Immutable and safe to share between threads. The file's layout is documented at {@link
 * ModelFormat}; it holds no Java serialization and reading it runs no code of the file's.
 *
 * @param name the model's name
 * @param label the name of the column that it predicts: 0, or 1 for the positive class
 * @param trees features, trees and what binds them
 * @param origin where it comes from
 */
public record Model(String name, String label, BoostedTrees trees, Origin origin) {
  /** From this probability on, the prediction is 1. */
  public static final double THRESHOLD = 0.5;

  /** Refuses nulls. */
  public Model {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(trees, "trees");
    Objects.requireNonNull(origin, "origin");
  }

  /** The inputs, in the order of {@link #score(List)}. */
  public List<Feature> features() {
    return trees.features();
  }

  /**
   * The probability that the label is 1.
   *
   * @param row feature name to value; {@code null} is a missing value, further keys are passed over
   * @throws IllegalArgumentException when a feature's key is absent, or a value is of the wrong
   *     class
   */
  public double score(Map<String, ?> row) {
    double[] codes = new double[features().size()];
    for (int i = 0; i < codes.length; i++) {
      Feature feature = features().get(i);
      Object value = row.get(feature.name());
      if (value == null && !row.containsKey(feature.name())) {
        throw new IllegalArgumentException(
            "model '%s': feature '%s' is absent; found: %s; a missing value is given as null"
                .formatted(name, feature.name(), row.keySet().stream().sorted().toList()));
      }
      codes[i] = feature.encode(value);
    }
    return trees.probability(codes);
  }

  /**
   * The probability that the label is 1.
   *
   * @param values one value per feature, in the order of {@link #features()}; null is missing
   * @throws IllegalArgumentException when there are more or fewer, or one is of the wrong class
   */
  public double score(List<?> values) {
    if (values.size() != features().size()) {
      throw new IllegalArgumentException(
          "model '%s': found %d values; allowed: %d, one for each of %s"
              .formatted(name, values.size(), features().size(), features()));
    }
    double[] codes = new double[values.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = features().get(i).encode(values.get(i));
    }
    return trees.probability(codes);
  }

  /** The prediction at {@link #THRESHOLD}: 1 or 0. */
  public static int prediction(double probability) {
    return probability >= THRESHOLD ? 1 : 0;
  }

  /**
   * Reads a model's file.
   *
   * @throws ModelFormatException when it is damaged or something else; the message names the file,
   *     the place in it, what was found and what is allowed
   * @throws IOException when it cannot be read
   */
  public static Model read(Path file) throws IOException {
    return ModelFormat.read(file);
  }

  /**
   * Writes the model's file, whole or not at all; the same model gives the same bytes.
   *
   * @throws IOException when the disk refuses
   */
  public void write(Path file) throws IOException {
    ModelFormat.write(this, file);
  }
}
