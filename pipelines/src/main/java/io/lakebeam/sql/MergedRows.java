package io.lakebeam.sql;

import io.lakebeam.lake.RowReader;
import io.lakebeam.lake.TableParts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.utils.CloseableIterator;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBTableFunctionState;
import org.duckdb.DuckDBValue;

/**
 * The engine's table function {@code lake_rows(N)}: rows of the Nth table whose files have to be
 * merged. The engine's threads each take a part at a time, and only the columns that the query
 * needs are read. Nothing is kept: a chunk's rows at most are in memory.
 */
final class MergedRows
    implements DuckDBTableFunction<TableParts, MergedRows.Scan, MergedRows.Part> {
  static final String NAME = "lake_rows";

  private final IntFunction<TableParts> tables;

  MergedRows(IntFunction<TableParts> tables) {
    this.tables = tables;
  }

  /** Parts that no thread has taken yet. */
  record Scan(List<EngineColumn> columns, Queue<RowReader> waiting) {}

  /** The part that a thread reads. */
  static final class Part implements DuckDBTableFunctionState {
    private @Nullable CloseableIterator<InternalRow> rows;

    /** Whether there is a row, of this part or of the next. */
    private boolean hasNext(Scan scan) throws Exception {
      while (rows == null || !rows.hasNext()) {
        close();
        RowReader next = scan.waiting().poll();
        if (next == null) {
          return false;
        }
        rows = next.open();
      }
      return true;
    }

    @Override
    public void close() throws Exception {
      if (rows != null) {
        rows.close();
        rows = null;
      }
    }
  }

  @Override
  public TableParts bind(DuckDBTableFunctionBindInfo info) throws SQLException {
    TableParts table;
    try (DuckDBValue number = info.getParameter(0)) {
      table = tables.apply(number.getInt());
    }
    for (EngineColumn column : columns(table)) {
      try (DuckDBLogicalType type = column.handedOver()) {
        info.addResultColumn(column.name(), type);
      }
    }
    info.setCardinality(table.mergedRows(), false);
    return table;
  }

  @Override
  public Scan init(DuckDBTableFunctionInitInfo info) {
    TableParts table = info.getBindData();
    List<EngineColumn> all = columns(table);
    List<EngineColumn> wanted = new ArrayList<>();
    for (long i = 0; i < info.getColumnCount(); i++) {
      wanted.add(all.get((int) info.getColumnIndex(i)));
    }
    List<RowReader> parts = table.merged(wanted.stream().map(EngineColumn::name).toList());
    info.setMaxThreads(Math.max(1, parts.size()));
    return new Scan(wanted, new ConcurrentLinkedQueue<>(parts));
  }

  @Override
  public Part localInit(DuckDBTableFunctionInitInfo info) {
    return new Part();
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk)
      throws Exception {
    Scan scan = call.getInitData();
    Part part = call.getLocalInitData();
    EngineColumn.Writer[] writers = new EngineColumn.Writer[scan.columns().size()];
    for (int i = 0; i < writers.length; i++) {
      writers[i] = scan.columns().get(i).writer(chunk.vector(i), i);
    }
    long at = 0;
    for (; at < chunk.capacity() && part.hasNext(scan); at++) {
      InternalRow row = part.rows.next();
      for (EngineColumn.Writer writer : writers) {
        writer.write(row, at);
      }
    }
    return at;
  }

  private static List<EngineColumn> columns(TableParts table) {
    return table.type().getFields().stream().map(EngineColumn::of).toList();
  }
}
