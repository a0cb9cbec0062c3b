package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.change.EventMasks;
import io.lakebeam.change.TextForm;
import io.lakebeam.privacy.Mask;
import io.lakebeam.privacy.MaskKeys;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.source.SourceColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The masks of a table's events while it has the same columns. */
final class MaskedColumns {
  private MaskedColumns() {}

  /**
   * Masks of events with these columns.
   *
   * @throws ChangeException if a column is of a type by now that its mask is not for
   */
  static EventMasks events(
      CapturedTable table,
      List<SourceColumn> columns,
      RowType type,
      List<@Nullable TextForm> forms) {
    List<@Nullable Mask> masks = new ArrayList<>();
    List<@Nullable MaskRule> rules = table.masksOf(columns);
    for (int i = 0; i < columns.size(); i++) {
      MaskRule rule = rules.get(i);
      masks.add(rule == null ? null : mask(rule, columns.get(i), table.masks().keys()));
    }
    return EventMasks.of(type, forms, masks);
  }

  private static Mask mask(MaskRule rule, SourceColumn column, MaskKeys keys) {
    try {
      TableFit.requireMask(rule, column);
      return rule.on(column.lakeType(), keys);
    } catch (IllegalArgumentException e) {
      throw new ChangeException("column '%s': %s".formatted(column.name(), e.getMessage()), e);
    }
  }
}
