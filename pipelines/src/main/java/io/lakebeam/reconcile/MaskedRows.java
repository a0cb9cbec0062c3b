package io.lakebeam.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.change.ChangeException;
import io.lakebeam.change.DebeziumJson;
import io.lakebeam.change.EventMasks;
import io.lakebeam.change.RepairEvents;
import io.lakebeam.change.RepairEvents.Event;
import io.lakebeam.change.TextForm;
import io.lakebeam.privacy.ColumnMasks;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows of a source's table as they are when their columns are masked: each is masked here as an
 * event of it would be, since what hashes must not leave this process for the database and its
 * logs.
 */
final class MaskedRows {
  private final SourceTable table;
  private final RepairEvents events;
  private final EventMasks masks;
  private final DebeziumJson json;
  private final CanonicalForm form;
  private final CanonicalForm keyForm;
  private final ProjectedRow key;

  MaskedRows(SourceTable table, ColumnMasks masks) {
    List<@Nullable TextForm> forms = new ArrayList<>();
    table.columns().forEach(column -> forms.add(column.form()));
    this.table = table;
    this.events = new RepairEvents(table.type().getFieldNames(), table.primaryKey(), 0, 0, 0);
    this.masks = EventMasks.of(table.type(), forms, masks.on(table.type()));
    this.json = DebeziumJson.of(table.type(), forms);
    this.form = new CanonicalForm(table.columns());
    this.keyForm = new CanonicalForm(SourceRows.keyColumns(table));
    this.key = ProjectedRow.from(table.type().getFieldIndices(table.primaryKey()));
  }

  /**
   * A row masked.
   *
   * @param key the hash of its key
   * @param row its own
   * @param texts its columns as text
   */
  record Row(Hash key, Hash row, List<@Nullable String> texts) {}

  /** Of a row's columns as JSON, as {@link JsonForm} has them. */
  Row of(List<@Nullable String> values) {
    Event event = events.found(values);
    try {
      return row(json.decode(masks.event(event.value())).row());
    } catch (ChangeException e) {
      // What no table of the lake can hold is in none: it equals nothing there.
      return new Row(keyHash(values), unequal(event.value()), noTexts(values));
    }
  }

  private Row row(InternalRow row) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      texts.add(form.text(row, i));
    }
    return new Row(keyForm.hash(key.replaceRow(row)), form.hash(row), texts);
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
