package io.lakebeam.dataset;

/**
 * A table in memory, in the order of its file.
 *
 * <pre>{@code
 * TableData data = ParquetTable.read(file);
 * int age = data.schema().indexOf("age");
 * Object first = data.value(0, age); // a Double, or null
 * }</pre>
 *
 * <p>Values are of their column's {@link ColumnType#javaType()}. Meant for tables of up to some
 * millions of values: each value is an object.
 */
public final class TableData {
  private final TableSchema schema;
  private final Object[][] columns;
  private final int rows;

  TableData(TableSchema schema, Object[][] columns, int rows) {
    this.schema = schema;
    this.columns = columns;
    this.rows = rows;
  }

  /** The columns. */
  public TableSchema schema() {
    return schema;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /**
   * One value.
   *
   * @param row 0-based
   * @param column 0-based position in the schema
   * @throws IndexOutOfBoundsException outside the table
   */
  public Object value(int row, int column) {
    return columns[column][row];
  }
}
