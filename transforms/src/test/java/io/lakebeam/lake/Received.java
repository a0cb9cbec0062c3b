package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.OutputBuilder;
import org.joda.time.Instant;

/** Keeps what a DoFn puts out, and tells a listener of each element. */
final class Received<T> implements OutputReceiver<T> {
  private final Consumer<T> listener;
  private final List<T> elements = new ArrayList<>();
  private final List<Instant> timestamps = new ArrayList<>();

  Received(Consumer<T> listener) {
    this.listener = listener;
  }

  List<T> elements() {
    return elements;
  }

  List<Instant> timestamps() {
    return timestamps;
  }

  @Override
  public OutputBuilder<T> builder(T element) {
    throw new UnsupportedOperationException("puts out elements and timestamps alone");
  }

  @Override
  public void output(T element) {
    elements.add(element);
    listener.accept(element);
  }

  @Override
  public void outputWithTimestamp(T element, Instant timestamp) {
    timestamps.add(timestamp);
    output(element);
  }
}
