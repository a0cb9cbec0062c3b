package io.lakebeam.erase;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.Operation;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.CapturedSubjects;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.RowReader;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What one table's history knows of a subject, and what is to become of silver's rows.
 *
 * <p>A row whose every version is the subject's goes whole, the tombstones of its key included.
 * Where a row was somebody else's as well, a version of the subject's becomes a tombstone in its
 * place: without one, what was true of somebody before it would be true again.
 */
final class SubjectTable {
  /** Longer lists of keys are not pushed down to the files. */
  private static final int MOST_KEYS = 1_000;

  private final Lake lake;
  private final TableDefinition table;
  private final CapturedSubjects.Column column;
  private final List<String> key;
  private final Set<String> values = new TreeSet<>();
  private final Set<List<String>> whole = new HashSet<>();
  private final Set<List<String>> shared = new HashSet<>();
  private final List<Map<String, @Nullable Object>> versions = new ArrayList<>();

  private SubjectTable(Lake lake, TableDefinition table, CapturedSubjects.Column column) {
    this.lake = lake;
    this.table = table;
    this.column = column;
    this.key = lake.key(Zones.current(table.name()));
  }

  /**
   * Looks for them.
   *
   * @param wanted what the subject's column holds of theirs, as text
   * @throws io.lakebeam.lake.LakeException if the column cannot hold it
   */
  static SubjectTable find(
      Lake lake, TableDefinition table, CapturedSubjects.Column column, Set<String> wanted) {
    SubjectTable found = new SubjectTable(lake, table, column);
    TableName history = Zones.history(table.name());
    DataType type = lake.type(history).getField(column.lakeColumn()).type();
    List<Object> typed = new ArrayList<>();
    for (String text : wanted) {
      Object value = Texts.value(history, column.lakeColumn(), type, text);
      typed.add(value);
      found.values.add(value.toString());
    }
    if (!typed.isEmpty()) {
      found.read(history, typed);
    }
    return found;
  }

  private void read(TableName history, List<Object> typed) {
    Set<List<String>> keys = new HashSet<>();
    RowReader theirs = lake.read(history, key, RowFilter.in(column.lakeColumn(), typed));
    Texts keyOf = new Texts(theirs.type(), key);
    theirs.forEach(row -> keys.add(keyOf.of(row)));
    if (!keys.isEmpty()) {
      readVersions(history, keys);
    }
  }

  private void readVersions(TableName history, Set<List<String>> keys) {
    RowType type = lake.type(history);
    RowFilter some = filter(type, keys);
    RowReader rows =
        some == null
            ? lake.read(history, type.getFieldNames())
            : lake.read(history, type.getFieldNames(), some);
    Texts keyOf = new Texts(type, key);
    Texts subjectOf = new Texts(type, List.of(column.lakeColumn()));
    int deleted = type.getFieldIndex(ChangeColumns.DELETED);
    RowCodec codec = RowCodec.of(type);
    Map<List<String>, List<InternalRow>> byKey = new HashMap<>();
    rows.forEach(
        row -> {
          List<String> its = keyOf.of(row);
          if (keys.contains(its)) {
            byKey.computeIfAbsent(its, k -> new ArrayList<>()).add(codec.copy(row));
            if (!row.getBoolean(deleted) && !values.contains(subjectOf.first(row))) {
              shared.add(its);
            }
          }
        });
    keys.stream().filter(one -> !shared.contains(one)).forEach(whole::add);
    byKey.forEach(
        (its, all) ->
            all.stream()
                .filter(row -> whole.contains(its) || values.contains(subjectOf.first(row)))
                .forEach(row -> versions.add(values(type, row))));
  }

  /** By the key's first column, where its values are the same in files and filters; null: none. */
  private @Nullable RowFilter filter(RowType type, Set<List<String>> keys) {
    DataType first = type.getField(key.get(0)).type();
    boolean isPlain =
        Set.of(DataTypeRoot.INTEGER, DataTypeRoot.BIGINT, DataTypeRoot.VARCHAR)
            .contains(first.getTypeRoot());
    if (!isPlain || keys.size() > MOST_KEYS) {
      return null;
    }
    TableName history = Zones.history(table.name());
    return RowFilter.in(
        key.get(0),
        keys.stream()
            .map(one -> Texts.value(history, key.get(0), first, one.get(0)))
            .distinct()
            .toList());
  }

  private static Map<String, @Nullable Object> values(RowType type, InternalRow row) {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (int i = 0; i < type.getFieldCount(); i++) {
      values.put(
          type.getFieldNames().get(i),
          InternalRow.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row));
    }
    return values;
  }

  TableDefinition table() {
    return table;
  }

  CapturedSubjects.Column column() {
    return column;
  }

  /** What the subject's column holds of theirs, as the lake writes it. */
  Set<String> values() {
    return values;
  }

  /** The keys of rows that go whole, where the key has one column. */
  Set<String> wholeKeys() {
    Set<String> keys = new TreeSet<>();
    whole.forEach(one -> keys.add(one.get(0)));
    return keys;
  }

  /** The versions that go, column to value. */
  List<Map<String, @Nullable Object>> versions() {
    return versions;
  }

  /** What becomes of a row of silver's current table or history. */
  Function<InternalRow, @Nullable InternalRow> keep(RowType type) {
    Texts keyOf = new Texts(type, key);
    Texts subjectOf = new Texts(type, List.of(column.lakeColumn()));
    return row -> {
      List<String> its = keyOf.of(row);
      if (whole.contains(its)) {
        return null;
      }
      if (!values.contains(subjectOf.first(row))) {
        return row;
      }
      return shared.contains(its) ? tombstone(type, row) : null;
    };
  }

  private InternalRow tombstone(RowType type, InternalRow row) {
    GenericRow end = new GenericRow(type.getFieldCount());
    for (int i = 0; i < type.getFieldCount(); i++) {
      String name = type.getFieldNames().get(i);
      if (key.contains(name) || ChangeColumns.isOne(name)) {
        end.setField(i, InternalRow.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row));
      }
    }
    end.setField(
        type.getFieldIndex(ChangeColumns.OPERATION),
        BinaryString.fromString(Operation.DELETE.code()));
    end.setField(type.getFieldIndex(ChangeColumns.DELETED), true);
    return end;
  }
}
