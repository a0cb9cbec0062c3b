package io.lakebeam.lake;

import org.apache.beam.sdk.transforms.DoFn;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Decodes rows that were read with all columns of the dead letters. */
final class RowsToLetters extends DoFn<LakeRow, DeadLetter> {
  private static final long serialVersionUID = 1L;

  private transient @Nullable RowCodec codec;

  @Setup
  public void setup() {
    codec = DeadLetters.codec();
  }

  @ProcessElement
  public void process(@Element LakeRow row, OutputReceiver<DeadLetter> out) {
    out.output(DeadLetters.decode(codec.decode(row.row())));
  }
}
