package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.change.DebeziumJson;
import io.lakebeam.change.Operation;
import io.lakebeam.change.OtherColumnsException;
import io.lakebeam.ingest.KnownColumns.Known;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowException;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.source.SourceColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The rows of one table's events when they are decoded once more, long after they came: {@link
 * TableRows} for the past. Nothing is asked of the source and no table follows it; an event's
 * columns are those that were found out when it came first ({@link EventColumns}).
 */
final class RebuiltRows {
  private final Lake lake;
  private final CapturedTable table;
  private final EventColumns seen;
  private final KnownColumns known;
  private final DebeziumJson names = DebeziumJson.of(RowType.builder().build());
  private final Map<Version, VersionRows> versions = new HashMap<>();
  private @Nullable Version lastVersion;
  private @Nullable VersionRows last;

  /** Columns of events in one life of the source. */
  private record Version(int epoch, List<SourceColumn> columns) {}

  /**
   * Rows of events of {@code table}, for the tables that it says.
   *
   * @param table as its source has it now
   */
  RebuiltRows(Lake lake, CapturedTable table) {
    this.lake = lake;
    this.table = table.ofMaskedEvents();
    String name = table.current().name().table();
    this.seen = EventColumns.read(lake, name);
    this.known = KnownColumns.read(lake, name, table.source().oid());
  }

  /**
   * The rows of an event as bronze has it.
   *
   * @param epoch the life of its source
   * @param lsn where it stood in the log
   * @throws ChangeException if it is no change of the table, or its columns cannot be told
   */
  List<LakeRow> of(
      int epoch, long lsn, String operation, SourcePosition position, KV<byte[], byte[]> event) {
    if (operation.equals(Operation.TRUNCATE.code())) {
      return rows(epoch, table.source().columns()).of(position, event);
    }
    Optional<List<SourceColumn>> columns = seen.at(epoch, lsn);
    if (columns.isPresent()) {
      try {
        return rows(epoch, columns.get()).of(position, event);
      } catch (OtherColumnsException e) {
        // Seen first by another worker, a little later in the log: its names tell.
      }
    }
    List<String> given = names.columnNames(event.getValue());
    return rows(epoch, seen.named(given, epoch, lsn).orElseGet(() -> columns(given)))
        .of(position, event);
  }

  /** Of events that came before columns were kept, or of a source without a catalogue. */
  private List<SourceColumn> columns(List<String> given) {
    return table.access() == null
        ? table.source().columns()
        : new TableVersions(lake, table).columns(given, table.source());
  }

  @SuppressWarnings("ReferenceEquality") // a quick look before the map's
  private VersionRows rows(int epoch, List<SourceColumn> columns) {
    if (lastVersion == null || lastVersion.epoch() != epoch || lastVersion.columns() != columns) {
      lastVersion = new Version(epoch, columns);
      last = versions.computeIfAbsent(lastVersion, this::open);
    }
    return last;
  }

  private VersionRows open(Version version) {
    List<SourceColumn> columns = version.columns().stream().map(this::asReadNow).toList();
    try {
      return VersionRows.of(
          lake, version.epoch(), table, columns, columns.stream().map(this::lakeName).toList());
    } catch (RowException e) {
      throw new ChangeException(e.getMessage(), e);
    }
  }

  /** A rule may be another by now, for a column that is what it was. */
  private SourceColumn asReadNow(SourceColumn column) {
    return table.source().columns().stream()
        .filter(now -> now.number() == column.number() && now.type().equals(column.type()))
        .filter(now -> now.number() > 0)
        .map(
            now ->
                new SourceColumn(
                    column.name(), now.type(), now.lakeType(), now.form(), now.number()))
        .findFirst()
        .orElse(column);
  }

  private String lakeName(SourceColumn column) {
    return known.namesOf(column.number()).stream()
        .filter(one -> one.name().equals(column.name()))
        .map(Known::lakeColumn)
        .findFirst()
        .orElse(column.name());
  }
}
