package io.lakebeam.lake;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * {@link ReadRows#asRows}: the rows of one snapshot of a table as Beam rows.
 *
 * <p>Output: a PCollection with the schema that {@link BeamSchemas} makes of the columns, ready for
 * Beam's schema transforms and SQL.
 */
public final class ReadBeamRows extends PTransform<PBegin, PCollection<Row>> {
  private static final long serialVersionUID = 1L;

  private final ReadRows read;

  ReadBeamRows(ReadRows read) {
    this.read = read;
  }

  @Override
  public PCollection<Row> expand(PBegin begin) {
    PinnedTable table = read.pin();
    return new ReadTable<>(table, read.scan(), RowForm.beam())
        .expand(begin)
        .setRowSchema(BeamSchemas.toBeam(read.scan().type(table)));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.delegate(read);
  }
}
