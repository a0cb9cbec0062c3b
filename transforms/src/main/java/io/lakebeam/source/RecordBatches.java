package io.lakebeam.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;

/**
 * A source that hands out what another one has ready, several elements at a time: what runners do
 * for every element of a source (the Flink runner brings all metrics up to date, the direct runner
 * ends its bundle after ten) they do for a batch.
 */
final class RecordBatches<T, M extends CheckpointMark> extends UnboundedSource<List<T>, M> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 1_000;

  private final UnboundedSource<T, M> source;

  private RecordBatches(UnboundedSource<T, M> source) {
    this.source = source;
  }

  static <T, M extends CheckpointMark> RecordBatches<T, M> of(UnboundedSource<T, M> source) {
    return new RecordBatches<>(source);
  }

  @Override
  public List<? extends UnboundedSource<List<T>, M>> split(int desired, PipelineOptions options)
      throws Exception {
    return source.split(desired, options).stream().map(RecordBatches::of).toList();
  }

  @Override
  public UnboundedReader<List<T>> createReader(PipelineOptions options, M mark) throws IOException {
    return new Batches(source.createReader(options, mark));
  }

  @Override
  public Coder<M> getCheckpointMarkCoder() {
    return source.getCheckpointMarkCoder();
  }

  @Override
  public Coder<List<T>> getOutputCoder() {
    return ListCoder.of(source.getOutputCoder());
  }

  @Override
  public void validate() {
    source.validate();
  }

  private final class Batches extends UnboundedReader<List<T>> {
    private final UnboundedReader<T> reader;
    private List<T> batch = List.of();
    private Instant timestamp;

    private Batches(UnboundedReader<T> reader) {
      this.reader = reader;
    }

    @Override
    public boolean start() throws IOException {
      return take(reader.start());
    }

    @Override
    public boolean advance() throws IOException {
      return take(reader.advance());
    }

    private boolean take(boolean isThere) throws IOException {
      batch = isThere ? new ArrayList<>() : List.of();
      for (boolean more = isThere; more; more = batch.size() < MOST && reader.advance()) {
        if (batch.isEmpty()) {
          timestamp = reader.getCurrentTimestamp();
        }
        batch.add(reader.getCurrent());
      }
      return isThere;
    }

    @Override
    public List<T> getCurrent() {
      requireCurrent();
      return batch;
    }

    /** Of the first, before which the watermark was when it was read. */
    @Override
    public Instant getCurrentTimestamp() {
      requireCurrent();
      return timestamp;
    }

    private void requireCurrent() {
      if (batch.isEmpty()) {
        throw new NoSuchElementException("nothing was read");
      }
    }

    @Override
    public Instant getWatermark() {
      return reader.getWatermark();
    }

    @Override
    public CheckpointMark getCheckpointMark() {
      return reader.getCheckpointMark();
    }

    @Override
    public long getSplitBacklogBytes() {
      return reader.getSplitBacklogBytes();
    }

    @Override
    public UnboundedSource<List<T>, ?> getCurrentSource() {
      return RecordBatches.this;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
