package io.lakebeam.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.change.ChangeException;
import io.lakebeam.change.DebeziumJson;
import io.lakebeam.change.EventMasks;
import io.lakebeam.change.RepairEvents;
import io.lakebeam.change.RepairEvents.Event;
import io.lakebeam.change.TextForm;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.privacy.ColumnMasks;
import io.lakebeam.privacy.Mask;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.ColumnCleaning;
import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.Expectation.Severity;
import io.lakebeam.quality.RowCleaning;
import io.lakebeam.quality.RowExpectations;
import io.lakebeam.quality.UncleanException;
import io.lakebeam.quality.UnexpectedRowException;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows of a source's table as silver has them, when their columns are masked or cleaned, and which
 * of them it must not have: that is found here as it is of an event, since a key must not leave
 * this process for the database and its logs, and the database's way to write capitals is another
 * than ours.
 */
final class StoredRows {
  private final SourceTable table;
  private final RepairEvents events;
  private final EventMasks masks;
  private final RowCleaning cleaning;
  private final RowExpectations expected;
  private final long cutMillis;
  private final DebeziumJson json;
  private final CanonicalForm form;
  private final CanonicalForm keyForm;
  private final ProjectedRow key;

  /** Of a table of the project; null where its rows are as the source has them. */
  static @Nullable StoredRows of(
      Project project, TableDefinition table, SourceTable source, long cutMillis) {
    ColumnMasks masks = project.masks(table);
    List<Expectation> quarantining =
        table.expectOfRows().stream().filter(one -> one.severity() == Severity.QUARANTINE).toList();
    return masks == null && table.clean().isEmpty() && quarantining.isEmpty()
        ? null
        : new StoredRows(source, masks, table.cleaning(), quarantining, cutMillis);
  }

  private StoredRows(
      SourceTable table,
      @Nullable ColumnMasks masks,
      ColumnCleaning columns,
      List<Expectation> quarantining,
      long cutMillis) {
    List<@Nullable TextForm> forms = new ArrayList<>();
    List<@Nullable List<CleanStep>> steps = new ArrayList<>();
    for (SourceColumn column : table.columns()) {
      forms.add(column.form());
      steps.add(columns.steps().get(column.name()));
    }
    List<@Nullable Mask> byColumn =
        masks == null ? Collections.nCopies(forms.size(), null) : masks.on(table.type());
    RowCleaning all = RowCleaning.of(table.type(), steps);
    this.cleaning = all.ofUnmasked(byColumn);
    this.expected = RowExpectations.of(table.type(), quarantining, table.type().getFieldNames());
    this.cutMillis = cutMillis;
    this.table = table;
    this.events = new RepairEvents(table.type().getFieldNames(), table.primaryKey(), 0, 0, 0);
    this.masks = EventMasks.of(table.type(), forms, all.before(byColumn));
    this.json = DebeziumJson.of(table.type(), forms);
    this.form = new CanonicalForm(table.columns());
    this.keyForm = new CanonicalForm(SourceRows.keyColumns(table));
    this.key = ProjectedRow.from(table.type().getFieldIndices(table.primaryKey()));
  }

  /**
   * A row as it is stored.
   *
   * @param key the hash of its key
   * @param row its own
   * @param texts its columns as text
   * @param isQuarantined whether it is not as expected, and the lake must not have it therefore
   */
  record Row(Hash key, Hash row, List<@Nullable String> texts, boolean isQuarantined) {}

  /** Of a row's columns as JSON, as {@link JsonForm} has them. */
  Row of(List<@Nullable String> values) {
    Event event = events.found(values);
    try {
      GenericRow row = json.decode(masks.event(event.value())).row();
      cleaning.apply(row);
      return row(row, isQuarantined(row));
    } catch (ChangeException | UncleanException e) {
      // What no table of the lake can hold is in none: it equals nothing there.
      return new Row(keyHash(values), unequal(event.value()), noTexts(values), false);
    }
  }

  private boolean isQuarantined(GenericRow row) {
    try {
      expected.check(row, cutMillis);
      return false;
    } catch (UnexpectedRowException e) {
      return true;
    }
  }

  private Row row(InternalRow row, boolean isQuarantined) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      texts.add(form.text(row, i));
    }
    return new Row(keyForm.hash(key.replaceRow(row)), form.hash(row), texts, isQuarantined);
  }

  private Hash keyHash(List<@Nullable String> values) {
    return keyForm.hash(key.replaceRow(ended(values)));
  }

  private InternalRow ended(List<@Nullable String> values) {
    return json.decode(masks.event(events.absent(onlyKey(values)).value())).row();
  }

  private List<@Nullable String> noTexts(List<@Nullable String> values) {
    List<@Nullable String> texts = new ArrayList<>();
    InternalRow ended = ended(values);
    for (int i = 0; i < values.size(); i++) {
      texts.add(form.text(ended, i));
    }
    return texts;
  }

  private List<@Nullable String> onlyKey(List<@Nullable String> values) {
    String[] only = new String[values.size()];
    List<SourceColumn> columns = table.columns();
    for (int i = 0; i < only.length; i++) {
      only[i] = table.primaryKey().contains(columns.get(i).name()) ? values.get(i) : null;
    }
    return Arrays.asList(only);
  }

  private static Hash unequal(byte[] event) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update("no row of the lake".getBytes(UTF_8));
      return Hash.of(digest.digest(event));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
