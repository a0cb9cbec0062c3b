package io.lakebeam.lake;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * {@link LakeIO#deadLetters}: the records that could not be written and still are not, to try them
 * again.
 *
 * <pre>{@code
 * PCollection<DeadLetter> letters =
 *     pipeline.apply(LakeIO.deadLetters(lake, TableName.parse("bronze.dead_letters")));
 * }</pre>
 *
 * <p>Bounded: the letters in the table when the pipeline is built. One that was written since is
 * marked by {@link DeadLetters#tried}, after its rows are committed: a run that is killed in
 * between tries it once more, which writes the same rows.
 */
public final class ReadDeadLetters extends PTransform<PBegin, PCollection<DeadLetter>> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final TableName table;

  ReadDeadLetters(Lake lake, TableName table) {
    this.lake = lake;
    this.table = table;
  }

  @Override
  public PCollection<DeadLetter> expand(PBegin begin) {
    return begin
        .apply(
            "Read",
            LakeIO.read(lake, table)
                .withColumns(DeadLetters.columns())
                .withFilter(RowFilter.isNotTrue(DeadLetters.RESOLVED)))
        .apply("Decode", ParDo.of(new RowsToLetters()));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("table", table.toString()));
  }
}
