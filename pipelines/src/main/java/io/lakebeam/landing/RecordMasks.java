package io.lakebeam.landing;

import io.lakebeam.file.MaskedTexts;
import io.lakebeam.file.RefusedRowException;
import io.lakebeam.privacy.ColumnMasks;
import io.lakebeam.privacy.Mask;
import io.lakebeam.quality.LakeValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Masks a table's rows, and says what bronze has in the place of their texts. For one thread. */
final class RecordMasks {
  private static final String SEPARATOR = ",";

  private final List<DataField> fields;
  private final List<@Nullable Mask> masks;
  private final BitSet columns = new BitSet();
  private final @Nullable BinaryString names;

  private RecordMasks(RowType silver, List<@Nullable Mask> masks) {
    this.fields = silver.getFields();
    this.masks = masks;
    List<String> masked = new ArrayList<>();
    for (int i = 0; i < masks.size(); i++) {
      if (masks.get(i) != null) {
        columns.set(i);
        masked.add(fields.get(i).name());
      }
    }
    this.names = masked.isEmpty() ? null : BinaryString.fromString(String.join(SEPARATOR, masked));
  }

  /**
   * Masks of a table's rows.
   *
   * @param rules null where there are none
   * @param done the columns that are masked by now
   */
  static RecordMasks of(RowType silver, @Nullable ColumnMasks rules, Set<String> done) {
    if (rules == null) {
      return new RecordMasks(silver, List.of());
    }
    List<@Nullable Mask> masks = rules.on(silver);
    for (int i = 0; i < masks.size(); i++) {
      if (done.contains(silver.getFields().get(i).name())) {
        masks.set(i, null);
      }
    }
    return new RecordMasks(silver, masks);
  }

  /** The columns that bronze says were masked in a record. */
  static Set<String> read(BinaryString names) {
    return Set.of(names.toString().split(SEPARATOR));
  }

  /** What bronze says of a record's masked columns; null where there are none. */
  @Nullable BinaryString names() {
    return names;
  }

  /**
   * Masks a row in its place.
   *
   * @throws RefusedRowException if what a mask makes of a value does not fit its column
   */
  MaskedTexts apply(GenericRow row) throws RefusedRowException {
    if (columns.isEmpty()) {
      return MaskedTexts.NONE;
    }
    String[] texts = new String[masks.size()];
    for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
      DataField field = fields.get(i);
      Object masked = masked(masks.get(i), row.getField(i), field);
      row.setField(i, masked);
      texts[i] = masked == null ? null : LakeValue.text(masked, field.type());
    }
    return new MaskedTexts(columns, texts);
  }

  private static @Nullable Object masked(Mask mask, @Nullable Object value, DataField field)
      throws RefusedRowException {
    try {
      return mask.of(value);
    } catch (ArithmeticException e) {
      throw new RefusedRowException(
          "column '%s': its mask does not fit the type %s; the value is not shown"
              .formatted(field.name(), field.type()));
    }
  }
}
