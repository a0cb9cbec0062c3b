package io.lakebeam.lake;

import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Reads a pinned table, each row in the form asked for. */
final class ReadTable<T> extends PTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  private final PinnedTable table;
  private final TableScan scan;
  private final RowForm<T> form;

  ReadTable(PinnedTable table, TableScan scan, RowForm<T> form) {
    this.table = table;
    this.scan = scan;
    this.form = form;
    scan.type(table);
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    return begin
        .apply("Table", Create.of(table.name().toString()))
        .apply("Plan", ParDo.of(new PlanSplits(table, scan)))
        .setCoder(SerializableCoder.of(SplitGroup.class))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Read", ParDo.of(new ReadSplits<>(table, scan, form)));
  }
}
