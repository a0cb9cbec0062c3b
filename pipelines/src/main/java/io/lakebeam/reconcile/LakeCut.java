package io.lakebeam.reconcile;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table as silver has it at a cut: the current row of each key that the cut sees, and where that
 * is newer than the cut, the newest version in the history that it sees. Holds two hashes of every
 * row, about 150 bytes.
 */
final class LakeCut {
  private final Lake lake;
  private final TableName current;
  private final TableName history;
  private final SourceTable table;
  private final Visibility visibility;
  private final CanonicalForm form;
  private final CanonicalForm keyForm;
  private final ProjectedRow key;
  private final List<String> columns;
  private final int given;
  private final Map<Hash, Version> versions = new HashMap<>();
  private final Set<Hash> changedSince = new HashSet<>();

  /** {@code name} is the table's in the project. */
  LakeCut(Lake lake, String name, SourceTable table, Visibility visibility, ProgressLine progress) {
    this.lake = lake;
    this.current = Zones.current(name);
    this.history = Zones.history(name);
    this.table = table;
    this.visibility = visibility;
    this.given = table.columns().size();
    this.form = new CanonicalForm(table.columns());
    this.keyForm = new CanonicalForm(SourceRows.keyColumns(table));
    this.key = ProjectedRow.from(table.type().getFieldIndices(table.primaryKey()));
    this.columns = new ArrayList<>(table.columns().stream().map(SourceColumn::name).toList());
    columns.addAll(ChangeColumns.ORDER);
    columns.add(ChangeColumns.OPERATION);
    columns.add(ChangeColumns.DELETED);
    read(current, this::take, progress);
    if (!changedSince.isEmpty()) {
      read(history, this::takeEarlier, progress);
    }
  }

  private void read(TableName from, Consumer<InternalRow> take, ProgressLine progress) {
    lake.read(from, columns)
        .forEach(
            row -> {
              take.accept(row);
              progress.lakeRow();
            });
  }

  private void take(InternalRow row) {
    Hash keyHash = keyHash(row);
    Version version = version(row);
    if (version == null) {
      changedSince.add(keyHash);
    } else {
      versions.put(keyHash, version);
    }
  }

  private void takeEarlier(InternalRow row) {
    Hash keyHash = keyHash(row);
    if (changedSince.contains(keyHash)) {
      Version version = version(row);
      if (version != null) {
        versions.merge(keyHash, version, (a, b) -> a.isOlderThan(b) ? b : a);
      }
    }
  }

  private Hash keyHash(InternalRow row) {
    return keyForm.hash(key.replaceRow(row));
  }

  /** The row's version, if the cut sees it. */
  private @Nullable Version version(InternalRow row) {
    int epoch = row.getInt(given);
    long commit = row.getLong(given + 1);
    long lsn = row.getLong(given + 2);
    if (!visibility.sees(epoch, commit, lsn, row.getString(given + 3).toString())) {
      return null;
    }
    Hash hash = row.getBoolean(given + 4) ? null : form.hash(row);
    return new Version(epoch, commit, lsn, hash);
  }

  BucketSums sums() {
    BucketSums sums = new BucketSums();
    versions.forEach(
        (keyHash, version) -> {
          if (version.row() != null) {
            sums.add(
                keyHash.bucket(Reconcile.BUCKETS), 1, version.row().high(), version.row().low());
          }
        });
    return sums;
  }

  /** Whether a row of that key is there. */
  boolean has(Hash key) {
    Version version = versions.get(key);
    return version != null && version.row() != null;
  }

  /** The keys of the rows that are there, by their hashes. */
  Set<Hash> keys() {
    Set<Hash> keys = new HashSet<>(versions.keySet());
    keys.removeIf(key -> !has(key));
    return keys;
  }

  /** The hashes of the rows in some of the buckets, by the hash of their key. */
  Map<Hash, Hash> rows(List<Integer> buckets) {
    Set<Integer> wanted = new HashSet<>(buckets);
    Map<Hash, Hash> found = new HashMap<>();
    versions.forEach(
        (keyHash, version) -> {
          if (version.row() != null && wanted.contains(keyHash.bucket(Reconcile.BUCKETS))) {
            found.put(keyHash, version.row());
          }
        });
    return found;
  }

  /** The columns of rows as text, by the hash of their key. */
  Map<Hash, List<@Nullable String>> texts(Set<Hash> keys) {
    Map<Hash, List<@Nullable String>> found = new HashMap<>();
    for (TableName source : List.of(current, history)) {
      lake.read(source, columns)
          .forEach(
              row -> {
                Hash keyHash = keyHash(row);
                if (keys.contains(keyHash)) {
                  Version version = version(row);
                  if (version != null && version.equals(versions.get(keyHash))) {
                    found.put(keyHash, texts(row));
                  }
                }
              });
    }
    return found;
  }

  /** For each of these keys the columns as JSON, all but the key's null. */
  void jsonKeys(Set<Hash> keys, Consumer<List<@Nullable String>> use) {
    int[] places = table.type().getFieldIndices(table.primaryKey());
    lake.read(current, table.primaryKey())
        .forEach(
            row -> {
              if (keys.contains(keyForm.hash(row))) {
                String[] values = new String[given];
                for (int i = 0; i < places.length; i++) {
                  values[places[i]] = JsonForm.json(row, i, table.type().getTypeAt(places[i]));
                }
                use.accept(Arrays.asList(values));
              }
            });
  }

  private List<@Nullable String> texts(InternalRow row) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      texts.add(form.text(row, i));
    }
    return texts;
  }

  /** A row's hash, or null where it was deleted, and its order. */
  private record Version(int epoch, long commit, long lsn, @Nullable Hash row) {
    private boolean isOlderThan(Version other) {
      if (epoch != other.epoch) {
        return epoch < other.epoch;
      }
      return commit != other.commit ? commit < other.commit : lsn < other.lsn;
    }
  }
}
