package io.lakebeam.ingest;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.ChangeException;
import io.lakebeam.change.Operation;
import io.lakebeam.change.RepairEvents.Event;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.Shadow;
import io.lakebeam.lake.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was read of a source's table at one place in its log, outside of any pipeline: to
 * bronze as events, and what they decode to, as any other event, to silver's history and current.
 *
 * <pre>{@code
 * Repairs.finish(project, source, lake, Set.of("customer"));
 * try (Repairs repairs = Repairs.of(project, source, lake, "customer")) {
 *   repairs.write(events.found(values), cut);
 *   repairs.commit();
 * }
 * }</pre>
 *
 * <p>Rows are written under the identity and the order that their events carry: writing them again
 * changes nothing. Bronze is committed first. If the process is killed after that, {@link #finish}
 * brings silver up to it from bronze.
 */
public final class Repairs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);

  /** Stands where other events have the partition of their topic. */
  private static final String PARTITION = "repair";

  private static final RowFilter EVENTS = RowFilter.atLeast("op", Operation.FOUND.code());
  private static final RowFilter VERSIONS =
      RowFilter.atLeast(ChangeColumns.OPERATION, Operation.FOUND.code());

  private final Lake lake;
  private final CapturedTable table;
  private final int epoch;
  private final TableRows rows;

  /** Of events that were made of what the lake has. */
  private final TableRows rowsOfMasked;

  /** Null where nothing was written since the last commit. */
  private @Nullable RowBatch batch;

  /** Held while there is a batch. */
  private Shadow.@Nullable Absence absence;

  private Repairs(Lake lake, CapturedTable table, int epoch) {
    this.lake = lake;
    this.table = table;
    this.epoch = epoch;
    this.rows = new TableRows(lake, epoch, table);
    this.rowsOfMasked = new TableRows(lake, epoch, table.ofMaskedEvents());
  }

  /**
   * Of a table of the project, whose columns the lake's tables follow first.
   *
   * @throws io.lakebeam.source.SourceException if the source cannot be captured as the project says
   */
  public static Repairs of(Project project, SourceDefinition source, Lake lake, String table) {
    return of(project, source, lake, Set.of(table)).get(0);
  }

  /**
   * Brings to silver what repairs of these tables that were killed have written to bronze alone.
   *
   * @throws io.lakebeam.source.SourceException if the source cannot be captured as the project says
   */
  public static void finish(
      Project project, SourceDefinition source, Lake lake, Set<String> tables) {
    for (Repairs repairs : of(project, source, lake, tables)) {
      try (repairs) {
        repairs.finish();
      }
    }
  }

  private static List<Repairs> of(
      Project project, SourceDefinition source, Lake lake, Set<String> tables) {
    CapturedSource captured = CapturedSource.describe(project, source, lake);
    return captured.tables().stream()
        .filter(table -> tables.contains(table.current().name().table()))
        .map(table -> new Repairs(lake, table, captured.life().number()))
        .toList();
  }

  private void finish() {
    TreeMap<Long, Integer> missing = new TreeMap<>();
    lake.read(table.bronze().name(), List.of("lsn"), EVENTS.and(RowFilter.equal("epoch", epoch)))
        .forEach(row -> missing.merge(row.getLong(0), 1, Integer::sum));
    if (missing.isEmpty()) {
      return;
    }
    RowFilter ofTheirs =
        VERSIONS
            .and(RowFilter.equal(ChangeColumns.EPOCH, epoch))
            .and(RowFilter.in(ChangeColumns.LSN, List.copyOf(missing.keySet())));
    lake.read(table.history().name(), List.of(ChangeColumns.LSN), ofTheirs)
        .forEach(row -> missing.merge(row.getLong(0), -1, Integer::sum));
    missing.values().removeIf(count -> count == 0);
    if (!missing.isEmpty()) {
      writeAgain(missing);
    }
  }

  private void writeAgain(Map<Long, Integer> missing) {
    LOG.info("table {}: a repair was killed; its rows are written now", table.current().name());
    RowFilter theirs =
        EVENTS
            .and(RowFilter.equal("epoch", epoch))
            .and(RowFilter.in("lsn", List.copyOf(missing.keySet())));
    lake.read(table.bronze().name(), List.of("key", "value", "lsn"), theirs)
        .forEach(
            row ->
                writeMasked(
                    new Event(row.getString(0).toBytes(), row.getString(1).toBytes()),
                    row.getLong(2)));
    commit();
  }

  /**
   * Adds an event of what the source has; it is masked.
   *
   * @param cut the place in the log that it tells of
   * @return false if the lake's table cannot hold the row; the log says why
   */
  public boolean write(Event event, long cut) {
    return write(rows, event, cut);
  }

  /** The same with an event of what the lake has, which is masked already. */
  public boolean writeMasked(Event event, long cut) {
    return write(rowsOfMasked, event, cut);
  }

  private boolean write(TableRows reader, Event event, long cut) {
    try {
      List<LakeRow> its =
          reader.of(new SourcePosition(PARTITION, cut), KV.of(event.key(), event.value()));
      if (batch == null) {
        // Until it is committed: a rebuild or an erasure must see both tables with it, or neither.
        absence = Shadow.absent(lake, table.current().name());
        batch = RowBatch.in(lake);
      }
      its.forEach(batch::write);
      return true;
    } catch (ChangeException e) {
      LOG.warn("table {}: a row is not repaired: {}", table.current().name(), e.getMessage());
      return false;
    }
  }

  /** Commits what was written: bronze, then silver. A rebuild between the two is kept out. */
  public void commit() {
    if (batch != null) {
      batch.commit();
      close();
    }
  }

  /** Drops what is not committed. */
  @Override
  public void close() {
    if (batch != null) {
      try {
        batch.close();
      } finally {
        batch = null;
        absence.close();
      }
    }
  }
}
