package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.change.EventMasks;
import io.lakebeam.change.TextForm;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.privacy.Mask;
import io.lakebeam.privacy.MaskKeys;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.RowCleaning;
import io.lakebeam.quality.RowExpectations;
import io.lakebeam.quality.UncleanException;
import io.lakebeam.quality.UnexpectedRowException;
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
  private final RowExpectations expected;
  private final String table;

  private EventRules(
      @Nullable EventMasks masks, RowCleaning cleaning, RowExpectations expected, String table) {
    this.masks = masks;
    this.cleaning = cleaning;
    this.expected = expected;
    this.table = table;
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
        all.ofUnmasked(masks),
        expected(table, columns, type),
        table.current().name().table());
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

  private static RowExpectations expected(
      CapturedTable table, List<SourceColumn> columns, RowType type) {
    try {
      return RowExpectations.of(type, table.rules().expected(), table.namesOf(columns));
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

  /**
   * Judges a clean row.
   *
   * @return the expectations that it does not meet, and is taken nevertheless
   * @param millis when the source committed it, milliseconds since 1970
   * @throws UnmetExpectationException if it is to be quarantined
   * @throws BrokenExpectationException if the ingest is to end
   */
  List<Expectation> judge(GenericRow row, long millis, SourcePosition position) {
    try {
      return expected.check(row, millis);
    } catch (UnexpectedRowException e) {
      throw e.endsTheRun()
          ? new BrokenExpectationException(table, position, e)
          : new UnmetExpectationException(e);
    }
  }
}
