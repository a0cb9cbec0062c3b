package io.lakebeam.lake;

import java.util.function.UnaryOperator;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Turns rows of one table type into Beam rows and back, by the types of {@link BeamSchemas}. Not
 * thread-safe and not serializable: make one per DoFn instance.
 *
 * <pre>{@code
 * BeamRows rows = BeamRows.of(table, lake.type(table));
 * Row row = rows.toBeam(internalRow);      // of rows.schema()
 * InternalRow back = rows.toPaimon(row);   // a row of any schema that fits the type, by name
 * }</pre>
 *
 * <p>Nothing is rounded, cut or replaced: a value that its column cannot hold exactly is a {@link
 * RowException} that names table and column and never shows the value.
 */
public final class BeamRows {
  private final TableName table;
  private final RowType type;
  private final Schema schema;
  private final UnaryOperator<Object> toBeam;
  private @Nullable RowsToPaimon writer;

  private BeamRows(TableName table, RowType type) {
    this.table = table;
    this.type = type;
    this.schema = BeamSchemas.toBeam(type);
    this.toBeam = ValuesToBeam.row(type, schema);
  }

  /**
   * Rows of {@code type}.
   *
   * @param table whose rows they are, for messages
   * @throws IllegalArgumentException if a column has no Beam type
   */
  public static BeamRows of(TableName table, RowType type) {
    return new BeamRows(table, type);
  }

  /** The schema of the rows that {@link #toBeam} makes. */
  public Schema schema() {
    return schema;
  }

  /** The row as a Beam row, which shares nothing with {@code row}. */
  public Row toBeam(InternalRow row) {
    return (Row) toBeam.apply(row);
  }

  /**
   * The Beam row as a row of the table. Fields are found by name; a column without a field is null.
   *
   * @throws RowException if the row's schema does not fit, see {@link #requireFits}, or a value
   *     does not
   */
  public InternalRow toPaimon(Row row) {
    if (writer == null || !writer.reads(row.getSchema())) {
      writer = new RowsToPaimon(table, "", type, row.getSchema());
    }
    return writer.convert(row);
  }

  /**
   * Checks, before there is a row, that rows of {@code given} can be rows of the table.
   *
   * @throws RowException if a field is no column, has a type that its column cannot hold, or a
   *     column that is NOT NULL has no field
   */
  public void requireFits(Schema given) {
    RowsToPaimon unused = new RowsToPaimon(table, "", type, given);
  }
}
