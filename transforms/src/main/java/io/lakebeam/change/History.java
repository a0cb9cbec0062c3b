package io.lakebeam.change;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.Snapshots;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table's history in two times: when something was true in the source, and when the lake knew it.
 *
 * <pre>{@code
 * History.of(lake, "applicant", "updated_at")
 *     .ofKey(RowFilter.equal("id", 17L))
 *     .knownAt(Instant.parse("2026-11-01T00:00:00Z"))
 *     .forEach(version -> { if (version.isTrueAt(day)) { ... } });
 * }</pre>
 *
 * <p>A version is true from its event time on, a deleted row's from the time at which the source
 * committed that, until the next version of its key is: in the order of those times, and where they
 * are equal in the order of the source's log. So a correction that comes late takes its place in
 * the past.
 *
 * <p>What was known at a time is the newest snapshot that was committed by then. An event that is
 * delivered again is in an earlier snapshot already, so when it was known stays. A time before the
 * oldest snapshot that is left is refused; maintenance is told how long to keep them.
 *
 * <p>Immutable. Holds what it reads in memory: of a large table, ask for some keys.
 */
public final class History {
  private final Lake lake;
  private final TableName name;
  private final String eventTime;
  private final @Nullable RowFilter key;
  private final @Nullable Instant known;
  private final boolean sayingWhenKnown;

  private History(
      Lake lake,
      TableName name,
      String eventTime,
      @Nullable RowFilter key,
      @Nullable Instant known,
      boolean sayingWhenKnown) {
    this.lake = lake;
    this.name = name;
    this.eventTime = eventTime;
    this.key = key;
    this.known = known;
    this.sayingWhenKnown = sayingWhenKnown;
  }

  /**
   * All of a table's, as it is known now.
   *
   * @param table its name in the project
   * @param eventTime the column that says when a row became so, a timestamp; {@link
   *     ChangeColumns#SOURCE_TIME} where no other does
   */
  public static History of(Lake lake, String table, String eventTime) {
    return new History(lake, Zones.history(table), eventTime, null, null, false);
  }

  /** Only rows that the filter wants, which may ask for columns of the key alone. */
  public History ofKey(RowFilter wanted) {
    return new History(lake, name, eventTime, wanted, known, sayingWhenKnown);
  }

  /** As it was known then. */
  public History knownAt(Instant time) {
    return new History(lake, name, eventTime, key, time, sayingWhenKnown);
  }

  /**
   * Says of each version when the lake learned it; looks at some snapshots more for it, so it is
   * for few versions.
   */
  public History sayingWhenKnown() {
    return new History(lake, name, eventTime, key, known, true);
  }

  /** The columns of the rows: those of the source. */
  public RowType type() {
    RowType whole = lake.type(name);
    return whole.project(
        whole.getFieldNames().stream().filter(column -> !ChangeColumns.isOne(column)).toList());
  }

  /**
   * Hands out every version, those of a key one after the other, in the order in which they were
   * true.
   *
   * @throws io.lakebeam.lake.LakeException if the time asked for is before the oldest snapshot that
   *     is left
   */
  public void forEach(Consumer<Version> use) {
    Snapshots snapshots = lake.snapshots(name);
    long snapshot = known == null ? snapshots.latest() : snapshots.newestAt(known);
    if (snapshot == 0) {
      return;
    }
    VersionColumns columns = new VersionColumns(name, type(), eventTime);
    FirstKnown first = new FirstKnown(lake, name, key, columns.read(), snapshot);
    for (List<InternalRow> versions : byKey(columns, snapshot).values()) {
      versions.sort(columns.order());
      for (int i = 0; i < versions.size(); i++) {
        InternalRow row = versions.get(i);
        Instant to = i + 1 < versions.size() ? columns.validFrom(versions.get(i + 1)) : null;
        use.accept(columns.version(row, to, sayingWhenKnown ? first.of(row) : null));
      }
    }
  }

  private Map<InternalRow, List<InternalRow>> byKey(VersionColumns columns, long snapshot) {
    List<String> names = new ArrayList<>(lake.key(name));
    names.removeAll(ChangeColumns.ORDER);
    RowType type = columns.read();
    RowCodec rows = RowCodec.of(type);
    int[] indices = type.getFieldIndices(names);
    RowCodec keys = RowCodec.of(type.project(indices));
    ProjectedRow keyOf = ProjectedRow.from(indices);
    Map<InternalRow, List<InternalRow>> found = new LinkedHashMap<>();
    lake.read(name, type.getFieldNames(), key, snapshot)
        .forEach(
            row ->
                found
                    .computeIfAbsent(keys.copy(keyOf.replaceRow(row)), k -> new ArrayList<>())
                    .add(rows.copy(row)));
    return found;
  }
}
