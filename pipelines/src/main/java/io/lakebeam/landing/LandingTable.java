package io.lakebeam.landing;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.FilesDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.PulledDefinition;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.file.FileCheck;
import io.lakebeam.file.FileColumn;
import io.lakebeam.file.FileLayout;
import io.lakebeam.file.RecordReader;
import io.lakebeam.ingest.TableRules;
import io.lakebeam.lake.Alone;
import io.lakebeam.lake.FileAccess;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.Seal;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table that is taken from files, and the three lake tables that its rows are written to:
 *
 * <ul>
 *   <li>bronze: every record as it came but for masks, keyed by its file's number and its own;
 *   <li>silver current: the newest row per key; the file that was first taken last is newer, within
 *       a file the later row;
 *   <li>silver history: every row, keyed by key and order.
 * </ul>
 *
 * <p>In silver {@code _commit_lsn} is the file's number in {@code lakebeam.files}, {@code _lsn} the
 * record's in its file.
 *
 * @param source the source's name
 * @param name the table's
 * @param layout how its files are written
 * @param columns what it takes from them
 * @param key the names of the columns of its key, in their order
 * @param latestBy the column whose greatest value the current row of a key has; null where that is
 *     the last row
 * @param access how the files are reached
 * @param rules what its rows go through
 * @param isPulled whether its source is asked for rows, and has no files: a pull stands in the
 *     place of a file, and bronze says of each record whether its row came or went
 */
record LandingTable(
    String source,
    String name,
    FileLayout layout,
    List<FileColumn> columns,
    List<String> key,
    @Nullable String latestBy,
    FileAccess access,
    TableRules rules,
    boolean isPulled)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The column of a pulled table's bronze that says whether a row came or went. */
  static final String OPERATION = "op";

  private static final int BUCKETS = 2;

  static LandingTable of(Project project, TableDefinition table) {
    PulledDefinition pulled = project.pulled().get(table.from());
    if (pulled != null) {
      return new LandingTable(
          pulled.name(),
          table.name(),
          FileLayout.ofRecords(pulled.zone()),
          table.columns(),
          table.key(),
          null,
          FileAccess.local(),
          TableRules.of(project, table),
          true);
    }
    FilesDefinition source = project.files().get(table.from());
    return new LandingTable(
        source.name(),
        table.name(),
        source.layout(),
        table.columns(),
        table.key(),
        table.latestBy(),
        source.access(project.lake()),
        TableRules.of(project, table),
        false);
  }

  LandingTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** The same, its rows being taken as they are. */
  LandingTable expectingNothing() {
    return new LandingTable(
        source, name, layout, columns, key, latestBy, access, rules.expectingNothing(), isPulled);
  }

  /** What its records that are no rows are encrypted by; null where they are kept as they came. */
  @Nullable Seal seal() {
    return rules.masks() == null ? null : rules.masks().seal();
  }

  FileCheck check() {
    return FileCheck.of(layout, columns, Set.copyOf(key));
  }

  RecordReader reader() {
    return new RecordReader(layout, columns, access);
  }

  LakeTable bronze() {
    RowType.Builder type =
        RowType.builder()
            .field("taken", DataTypes.BIGINT().notNull())
            .field("row", DataTypes.BIGINT().notNull())
            .field("source_ts", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
            .field("value", DataTypes.STRING())
            .field(
                "masked", DataTypes.STRING(), "columns whose values are masks, parted by commas");
    if (isPulled) {
      type.field(OPERATION, DataTypes.STRING(), "r: the row as it was read; d: it is gone");
    }
    return LakeTable.of(Zones.bronze(name), type.build())
        .withPrimaryKey(List.of("taken", "row"))
        .withBucketKey(List.of("row"))
        .withBuckets(BUCKETS);
  }

  LakeTable current() {
    List<String> order = new ArrayList<>(ChangeColumns.ORDER);
    if (latestBy != null) {
      order.add(0, latestBy);
    }
    return LakeTable.of(Zones.current(name), silver())
        .withPrimaryKey(key)
        .withSequence(order)
        .withBuckets(BUCKETS);
  }

  LakeTable history() {
    List<String> versionKey = new ArrayList<>(key);
    versionKey.addAll(ChangeColumns.ORDER);
    return LakeTable.of(Zones.history(name), silver())
        .withPrimaryKey(versionKey)
        .withBucketKey(key)
        .withBuckets(BUCKETS);
  }

  List<LakeTable> lakeTables() {
    return List.of(bronze(), current(), history());
  }

  RowType silver() {
    RowType.Builder type = RowType.builder();
    columns.forEach(
        column -> type.field(column.name(), column.lakeType().copy(!key.contains(column.name()))));
    return ChangeColumns.addTo(type.build());
  }

  /** Held by who takes the source's files, or reads what all of them have written. */
  Alone alone(Lake lake) {
    return Alone.at(lake, "files_" + source);
  }

  /** What says of two definitions whether a file that was refused might be taken now. */
  String fingerprint() {
    return Integer.toHexString(List.of(layout, columns, key).hashCode());
  }
}
