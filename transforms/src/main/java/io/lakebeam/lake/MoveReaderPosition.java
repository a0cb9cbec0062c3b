package io.lakebeam.lake;

import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;

/**
 * {@link ReadChanges#whenCommitted}: moves a reader's position once the whole input is there.
 *
 * <p>Input: what {@link LakeIO#write} puts out, bounded. Output: the id of the last snapshot done.
 */
public final class MoveReaderPosition extends PTransform<PCollection<?>, PCollection<Long>> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final ReaderPosition position;
  private final long through;

  MoveReaderPosition(Lake lake, ReaderPosition position, long through) {
    this.lake = lake;
    this.position = position;
    this.through = through;
  }

  @Override
  public PCollection<Long> expand(PCollection<?> committed) {
    return committed
        .getPipeline()
        .apply("Through", Create.of(through))
        .apply("Wait", Wait.on(committed))
        .apply("Move", ParDo.of(new Move(lake, position)));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("partition", position.partition()));
    builder.add(DisplayData.item("through", through));
  }

  static final class Move extends DoFn<Long, Long> {
    private static final long serialVersionUID = 1L;
    private final Lake lake;
    private final ReaderPosition position;

    Move(Lake lake, ReaderPosition position) {
      this.lake = lake;
      this.position = position;
    }

    @ProcessElement
    public void move(@Element Long through, OutputReceiver<Long> out) throws Exception {
      position.moveTo(lake, through);
      out.output(through);
    }
  }
}
