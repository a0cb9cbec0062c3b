package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.change.DebeziumJson;
import io.lakebeam.change.OtherColumnsException;
import io.lakebeam.ingest.SourceAccess.Look;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowException;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one table's changes. Where an event has other columns than the one before, or a value
 * does not fit its column, the source's catalogue is asked and the lake's tables follow it.
 */
final class TableRows {
  private static final Logger LOG = LoggerFactory.getLogger(TableRows.class);

  private static final int MOST_REFUSED = 100;
  private static final int MOST_READINGS = 100;

  /**
   * How events with columns of some names were read.
   *
   * @param now the source's table then
   * @param silver the lake's columns then
   */
  private record Reading(SourceTable now, List<RowType> silver, VersionRows version) {}

  /** Why events with columns of some names could not be read, by a look at the catalogue. */
  private record Refusal(Look look, ChangeException reason) {}

  private final Lake lake;
  private final int epoch;
  private final CapturedTable table;
  private final DebeziumJson names = DebeziumJson.of(RowType.builder().build());
  private final Map<List<String>, Refusal> refused = new HashMap<>();
  private final Map<List<String>, Reading> readings = new HashMap<>();

  /** Null until the first event. */
  private @Nullable VersionRows version;

  /** The one whose columns are kept in the lake. */
  private @Nullable VersionRows remembered;

  /** As they were when they were read last. */
  private @Nullable EventColumns kept;

  /** The last one; null until there was one. */
  private @Nullable Look look;

  TableRows(Lake lake, int epoch, CapturedTable table) {
    this.lake = lake;
    this.epoch = epoch;
    this.table = table;
  }

  /**
   * The rows of an event.
   *
   * @throws ChangeException if it is no change of the table
   */
  @SuppressWarnings("ReferenceEquality") // is it the same one as before?
  List<LakeRow> of(SourcePosition position, KV<byte[], byte[]> event) {
    List<LakeRow> rows = decode(position, event);
    if (version != remembered) {
      remember();
    }
    return rows;
  }

  /** So that the event can be read again, when the catalogue does not tell its columns any more. */
  private void remember() {
    if (table.access() != null && !isKept()) {
      kept = EventColumns.read(lake, table.current().name().table());
      kept.saw(lake, epoch, version.lsn(), version.columns());
    }
    remembered = version;
  }

  private boolean isKept() {
    return kept != null
        && kept.at(epoch, version.lsn()).filter(version.columns()::equals).isPresent();
  }

  private List<LakeRow> decode(SourcePosition position, KV<byte[], byte[]> event) {
    if (version == null) {
      version = first();
    }
    try {
      return version.of(position, event);
    } catch (OtherColumnsException e) {
      if (table.access() == null) {
        throw e;
      }
      version = version(names.columnNames(event.getValue()), event.getValue());
    } catch (UnmetExpectationException e) {
      // It was read as it should be.
      throw e;
    } catch (ChangeException e) {
      if (!isRetyped(event.getValue())) {
        throw e;
      }
    }
    return version.of(position, event);
  }

  /** The lake's columns may have followed the source since the table was described. */
  private VersionRows first() {
    if (table.access() == null) {
      return VersionRows.of(lake, epoch, table);
    }
    try {
      if (new TableVersions(lake, table).isAsDescribed()) {
        return VersionRows.of(lake, epoch, table);
      }
    } catch (RowException e) {
      LOG.debug("table {} is being changed by another worker", table.current().name(), e);
    }
    SourceTable now = look();
    return version(now.columns().stream().map(SourceColumn::name).toList(), now);
  }

  /** Asked anew each time: columns of the same names may be others by now. */
  private VersionRows version(List<String> columns, byte[] value) {
    Refusal before = refused.get(columns);
    if (before != null && before.look().isNewerThan(names.sourceMillis(value))) {
      throw new ChangeException(before.reason().getMessage(), before.reason());
    }
    try {
      return version(columns, look());
    } catch (ChangeException e) {
      if (refused.size() == MOST_REFUSED) {
        refused.clear();
      }
      refused.put(columns, new Refusal(look, e));
      throw e;
    }
  }

  private SourceTable look() {
    look = table.access().look(table);
    return look.table();
  }

  /** As the last look found it, where an event was committed before: many cost few looks. */
  private SourceTable asOf(byte[] value) {
    return look != null && look.isNewerThan(names.sourceMillis(value)) ? look.table() : look();
  }

  /**
   * As before where neither the source's columns nor the lake's have changed: events that come
   * again in another order may have other columns each.
   */
  private VersionRows version(List<String> columns, SourceTable now) {
    List<RowType> silver = silver();
    Reading before = readings.get(columns);
    if (before != null && before.now().equals(now) && before.silver().equals(silver)) {
      return before.version();
    }
    VersionRows found = new TableVersions(lake, table).version(epoch, columns, now);
    if (readings.size() == MOST_READINGS) {
      readings.clear();
    }
    if (silver.equals(silver())) {
      readings.put(columns, new Reading(now, silver, found));
    }
    return found;
  }

  private List<RowType> silver() {
    return table.lakeTables().stream()
        .filter(written -> !written.equals(table.bronze()))
        .map(written -> lake.type(written.name()))
        .toList();
  }

  /** Whether the columns have other types by now, so that the event may be read. */
  private boolean isRetyped(byte[] value) {
    if (table.access() == null) {
      return false;
    }
    List<String> columns = names.columnNames(value);
    SourceTable now = asOf(value);
    if (TableVersions.areSame(version.columns(), now)) {
      return false;
    }
    version = version(columns, now);
    return true;
  }
}
