package io.lakebeam.privacy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which of a table's columns are masked, and how.
 *
 * <pre>{@code
 * ColumnMasks masks = new ColumnMasks(Map.of("email", MaskRule.hmac()), keys);
 * List<Mask> byColumn = masks.on(type);          // once per thread
 * ColumnMasks.apply(byColumn, row);              // before anything of the row is written
 * byte[] kept = masks.seal().close(rawBytes, "orders.csv line 17");
 * }</pre>
 *
 * @param rules by the name of the column
 * @param keys under which is hashed, and encrypted what is kept raw
 */
public record ColumnMasks(Map<String, MaskRule> rules, MaskKeys keys) implements Serializable {
  public ColumnMasks {
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
  }

  /**
   * The masks of a row's columns; null for each that has none.
   *
   * @throws IllegalArgumentException naming the column whose type its mask is not for
   */
  public List<@Nullable Mask> on(RowType type) {
    List<@Nullable Mask> masks = new ArrayList<>();
    for (DataField field : type.getFields()) {
      masks.add(rules.containsKey(field.name()) ? mask(field) : null);
    }
    return masks;
  }

  private Mask mask(DataField field) {
    try {
      return rules.get(field.name()).on(field.type(), keys);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "column '%s': %s".formatted(field.name(), e.getMessage()), e);
    }
  }

  /** Masks a row in its place. */
  public static void apply(List<@Nullable Mask> masks, GenericRow row) {
    for (int i = 0; i < masks.size(); i++) {
      Mask mask = masks.get(i);
      if (mask != null) {
        row.setField(i, mask.of(row.getField(i)));
      }
    }
  }

  /** Encrypts what has to be kept as it came. */
  public Seal seal() {
    return new Seal(keys);
  }
}
