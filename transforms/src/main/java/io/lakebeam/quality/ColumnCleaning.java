package io.lakebeam.quality;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.types.DataType;

/**
 * Which of a table's columns are cleaned, and how.
 *
 * <pre>{@code
 * ColumnCleaning cleaning = new ColumnCleaning(Map.of("email", List.of(step)));
 * Cleaning ofEmail = ColumnCleaning.on(cleaning.steps().get("email"), DataTypes.STRING());
 * }</pre>
 *
 * @param steps by the name of the column, in the order in which they are done
 */
public record ColumnCleaning(Map<String, List<CleanStep>> steps) implements Serializable {
  /** Of a table whose values stay as they are. */
  public static final ColumnCleaning NONE = new ColumnCleaning(Map.of());

  public ColumnCleaning {
    Map<String, List<CleanStep>> copy = new LinkedHashMap<>();
    steps.forEach((column, its) -> copy.put(column, List.copyOf(its)));
    steps = Collections.unmodifiableMap(copy);
  }

  /** The same, these columns staying as they are. */
  public ColumnCleaning without(Set<String> columns) {
    Map<String, List<CleanStep>> rest = new LinkedHashMap<>(steps);
    rest.keySet().removeAll(columns);
    return new ColumnCleaning(rest);
  }

  /**
   * Steps on the values of a column.
   *
   * @throws IllegalArgumentException if one of them is not for that type
   */
  public static Cleaning on(List<CleanStep> steps, DataType type) {
    steps.forEach(step -> step.require(type));
    if (CleanStep.isText(type)) {
      TextCleaning texts = TextCleaning.of(steps);
      return value -> {
        String text = value == null ? null : value.toString();
        String clean = texts.of(text);
        return clean == null ? null : BinaryString.fromString(clean);
      };
    }
    Object first = LakeValue.parse(steps.get(0).argument(), type);
    return value -> value == null ? first : value;
  }
}
