package io.lakebeam.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One input of a model, and how its values become numbers.
 *
 * <pre>{@code
 * Feature.numeric("income").encode(71_948L)                              // 71948.0
 * Feature.categorical("ownership", List.of("OWN", "RENT")).encode("RENT") // 1.0
 * Feature.categorical("ownership", List.of("OWN", "RENT")).encode("TENT") // 2.0: none of these
 * }</pre>
 *
 * <p>Missing and unknown values have one meaning in training and in scoring:
 *
 * <ul>
 *   <li>a numeric {@code null} or NaN is <em>missing</em>, code NaN; every split sends it to the
 *       right, the side of the greater values;
 *   <li>a categorical {@code null} and a category that training did not see are <em>the same</em>
 *       value, whose code follows the last category's. A split names one category, and they are not
 *       it; where training had nulls, splits may name that extra value too.
 * </ul>
 */
public final class Feature {

  /** How a feature's values are read. */
  public enum Kind {
    /** Numbers and booleans (true is 1); splits ask whether a value is at most a threshold. */
    NUMERIC,
    /** Text from a dictionary; splits ask whether a value is one category. */
    CATEGORICAL
  }

  private final String name;
  private final Kind kind;
  private final List<String> categories;
  private final Map<String, Integer> codes;

  private Feature(String name, Kind kind, List<String> categories) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a feature needs a name; found: a blank one");
    }
    this.name = name;
    this.kind = kind;
    this.categories = List.copyOf(categories);
    this.codes = new HashMap<>();
    for (String category : categories) {
      if (codes.put(category, codes.size()) != null) {
        throw new IllegalArgumentException(
            "feature '%s': category '%s' is there twice".formatted(name, category));
      }
    }
  }

  /** A number. */
  public static Feature numeric(String name) {
    return new Feature(name, Kind.NUMERIC, List.of());
  }

  /**
   * A text of a dictionary.
   *
   * @param categories the known values, each once; the position is the code
   */
  public static Feature categorical(String name, List<String> categories) {
    return new Feature(name, Kind.CATEGORICAL, categories);
  }

  /** The feature's name: the key of a row. */
  public String name() {
    return name;
  }

  /** How its values are read. */
  public Kind kind() {
    return kind;
  }

  /** The known categories in the order of their codes; empty for a numeric feature. */
  public List<String> categories() {
    return categories;
  }

  /** The code of what is missing: NaN, or one past the last category. */
  public double missing() {
    return kind == Kind.NUMERIC ? Double.NaN : categories.size();
  }

  /**
   * The number that trees compare.
   *
   * @param value a {@link Number} or {@link Boolean} for a numeric feature, a {@link CharSequence}
   *     for a categorical one, or null
   * @throws IllegalArgumentException for any other class
   */
  public double encode(Object value) {
    if (value == null) {
      return missing();
    }
    if (kind == Kind.NUMERIC && value instanceof Number number) {
      return number.doubleValue();
    }
    if (kind == Kind.NUMERIC && value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (kind == Kind.CATEGORICAL && value instanceof CharSequence text) {
      return codes.getOrDefault(text.toString(), categories.size());
    }
    throw new IllegalArgumentException(
        "feature '%s' found: %s '%s'; allowed: %s"
            .formatted(
                name,
                value.getClass().getSimpleName(),
                value,
                kind == Kind.NUMERIC ? "a number, a boolean or null" : "a string or null"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Feature that
        && name.equals(that.name)
        && kind == that.kind
        && categories.equals(that.categories);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, kind, categories);
  }

  @Override
  public String toString() {
    return kind == Kind.NUMERIC ? name : name + categories;
  }
}
