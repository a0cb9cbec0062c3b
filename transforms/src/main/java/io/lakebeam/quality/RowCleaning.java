package io.lakebeam.quality;

import io.lakebeam.privacy.Mask;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Cleans the rows of a table, and what its masks are made of.
 *
 * <pre>{@code
 * RowCleaning all = RowCleaning.of(type, steps);
 * EventMasks masks = EventMasks.of(type, forms, all.before(masksByColumn));
 * all.ofUnmasked(masksByColumn).apply(row);
 * }</pre>
 *
 * <p>A column with a mask is cleaned before it is masked, so that what is equal when clean has one
 * mask; its mask is not cleaned. For one thread.
 */
public final class RowCleaning {
  private static final int MOST_SHOWN = 40;

  private final List<DataField> fields;

  /** By column; null where it stays as it is. */
  private final List<@Nullable Cleaning> cleanings;

  private RowCleaning(List<DataField> fields, List<@Nullable Cleaning> cleanings) {
    this.fields = fields;
    this.cleanings = cleanings;
  }

  /**
   * The cleaning of a table.
   *
   * @param steps by column; null where it stays as it is
   * @throws IllegalArgumentException naming the column whose type a step is not for
   */
  public static RowCleaning of(RowType type, List<@Nullable List<CleanStep>> steps) {
    List<@Nullable Cleaning> cleanings = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      cleanings.add(steps.get(i) == null ? null : on(steps.get(i), type.getFields().get(i)));
    }
    return new RowCleaning(type.getFields(), cleanings);
  }

  private static Cleaning on(List<CleanStep> steps, DataField field) {
    try {
      return ColumnCleaning.on(steps, field.type());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "column '%s': %s".formatted(field.name(), e.getMessage()), e);
    }
  }

  /** Masks, by column, of what is clean; null where there is none. */
  public List<@Nullable Mask> before(List<@Nullable Mask> masks) {
    List<@Nullable Mask> both = new ArrayList<>();
    for (int i = 0; i < masks.size(); i++) {
      Mask mask = masks.get(i);
      Cleaning cleaning = cleanings.get(i);
      boolean isPlain = mask == null || mask == Mask.NOTHING || cleaning == null;
      both.add(isPlain ? mask : before(cleaning, mask));
    }
    return both;
  }

  private static Mask before(Cleaning cleaning, Mask mask) {
    return value -> {
      try {
        return mask.of(cleaning.of(value));
      } catch (UncleanException e) {
        // The message tells what is wanted, which is no secret.
        throw (ArithmeticException) new ArithmeticException(e.getMessage()).initCause(e);
      }
    };
  }

  /** The same, columns with a mask staying as they are. */
  public RowCleaning ofUnmasked(List<@Nullable Mask> masks) {
    List<@Nullable Cleaning> rest = new ArrayList<>(cleanings);
    for (int i = 0; i < masks.size(); i++) {
      if (masks.get(i) != null) {
        rest.set(i, null);
      }
    }
    return new RowCleaning(fields, rest);
  }

  /**
   * Cleans a row in its place.
   *
   * @throws UncleanException naming the column, what was found and what is wanted
   */
  public void apply(GenericRow row) {
    for (int i = 0; i < cleanings.size(); i++) {
      Cleaning cleaning = cleanings.get(i);
      if (cleaning != null) {
        row.setField(i, cleaned(i, cleaning, row.getField(i)));
      }
    }
  }

  private @Nullable Object cleaned(int column, Cleaning cleaning, @Nullable Object value) {
    try {
      return cleaning.of(value);
    } catch (UncleanException e) {
      throw new UncleanException(
          "column '%s': found '%s'; expected %s"
              .formatted(fields.get(column).name(), shown(String.valueOf(value)), e.getMessage()));
    }
  }

  /** The beginning of a text, for a message. */
  public static String shown(String text) {
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
  }
}
