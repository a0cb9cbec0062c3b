package io.lakebeam.lake;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What is wanted of a table's rows.
 *
 * @param columns the columns in the order wanted; empty: all
 * @param filter which rows; null: all
 */
record TableScan(List<String> columns, @Nullable RowFilter filter) implements Serializable {
  static final TableScan ALL = new TableScan(List.of(), null);

  TableScan {
    columns = List.copyOf(columns);
  }

  TableScan withColumns(List<String> wanted) {
    return new TableScan(wanted, filter);
  }

  TableScan withFilter(RowFilter wanted) {
    return new TableScan(columns, filter == null ? wanted : filter.and(wanted));
  }

  /** The type of the rows read; refuses columns and filters that do not fit the table. */
  RowType type(PinnedTable table) {
    if (filter != null) {
      new FilterPredicates(table.name(), table.type()).exact(filter);
    }
    return RowReader.project(table.name(), table.type(), columns(table.type()));
  }

  RowReader reader(TableName name, FileStoreTable table, List<? extends Split> splits) {
    return new RowReader(name, table, columns(table.rowType()), filter, splits);
  }

  ReadBuilder pruned(TableName name, FileStoreTable table) {
    ReadBuilder read = table.newReadBuilder().dropStats();
    if (filter != null) {
      new FilterPredicates(name, table.rowType()).pushed(filter).ifPresent(read::withFilter);
    }
    return read;
  }

  void display(DisplayData.Builder builder) {
    if (!columns.isEmpty()) {
      builder.add(DisplayData.item("columns", String.join(", ", columns)));
    }
    if (filter != null) {
      builder.add(DisplayData.item("filter", filter.toString()));
    }
  }

  private List<String> columns(RowType type) {
    return columns.isEmpty() ? type.getFieldNames() : columns;
  }
}
