package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.change.EventMasks;
import io.lakebeam.change.TextForm;
import io.lakebeam.privacy.Mask;
import io.lakebeam.privacy.MaskKeys;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.RowCleaning;
import io.lakebeam.quality.UncleanException;
import io.lakebeam.source.SourceColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is done to a table's events, and to their rows, while it has the same columns. */
final class EventRules {
  /** Null where nothing is masked. */
  private final @Nullable EventMasks masks;

  private final RowCleaning cleaning;

  private EventRules(@Nullable EventMasks masks, RowCleaning cleaning) {
    this.masks = masks;
    this.cleaning = cleaning;
  }

  /**
   * Rules of events with these columns.
   *
   * @throws ChangeException if a column is of a type by now that its mask or its cleaning is not
   *     for
   */
  static EventRules of(
      CapturedTable table,
      List<SourceColumn> columns,
      RowType type,
      List<@Nullable TextForm> forms) {
    RowCleaning all = cleaning(table, columns, type);
    List<@Nullable Mask> masks = new ArrayList<>();
    List<@Nullable MaskRule> rules = table.masksOf(columns);
    for (int i = 0; i < columns.size(); i++) {
      MaskRule rule = rules.get(i);
      masks.add(rule == null ? null : mask(rule, columns.get(i), table.masks().keys()));
    }
    return new EventRules(
        table.masks() == null ? null : EventMasks.of(type, forms, all.before(masks)),
        all.ofUnmasked(masks));
  }

  private static RowCleaning cleaning(
      CapturedTable table, List<SourceColumn> columns, RowType type) {
    List<@Nullable List<CleanStep>> steps = table.cleaningOf(columns);
    try {
      for (int i = 0; i < columns.size(); i++) {
        if (steps.get(i) != null) {
          TableFit.requireCleaning(steps.get(i), columns.get(i));
        }
      }
      return RowCleaning.of(type, steps);
    } catch (IllegalArgumentException e) {
      throw new ChangeException(e.getMessage(), e);
    }
  }

  private static Mask mask(MaskRule rule, SourceColumn column, MaskKeys keys) {
    try {
      TableFit.requireMask(rule, column);
      return rule.on(column.lakeType(), keys);
    } catch (IllegalArgumentException e) {
      throw new ChangeException("column '%s': %s".formatted(column.name(), e.getMessage()), e);
    }
  }

  /** The event as bronze has it. */
  KV<byte[], byte[]> masked(KV<byte[], byte[]> event) {
    return masks == null ? event : KV.of(masks.key(event.getKey()), masks.event(event.getValue()));
  }

  /**
   * Makes a row of such an event, in its place, what silver has.
   *
   * @throws ChangeException if a value cannot be cleaned
   */
  void clean(GenericRow row) {
    try {
      cleaning.apply(row);
    } catch (UncleanException e) {
      throw new ChangeException(e.getMessage(), e);
    }
  }
}
