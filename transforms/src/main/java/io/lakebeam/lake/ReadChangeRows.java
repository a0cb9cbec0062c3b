package io.lakebeam.lake;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** {@link ReadChanges#asRows}: what commits added to a table, as Beam rows with a schema. */
public final class ReadChangeRows extends PTransform<PBegin, PCollection<Row>> {
  private static final long serialVersionUID = 1L;

  private final ReadChanges changes;

  ReadChangeRows(ReadChanges changes) {
    this.changes = changes;
  }

  @Override
  public PCollection<Row> expand(PBegin begin) {
    ReadTableChanges<Row> read = changes.reader(RowForm.beamChange());
    return read.expand(begin).setRowSchema(RowForm.changeSchema(read.type()));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.delegate(changes);
  }
}
