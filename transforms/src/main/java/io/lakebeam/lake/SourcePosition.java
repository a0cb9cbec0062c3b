package io.lakebeam.lake;

import java.io.Serializable;
import java.util.Objects;

/**
 * Where a record stood in its source: a partition (for Kafka {@code topic-number}) and the offset
 * in it.
 */
public record SourcePosition(String partition, long offset) implements Serializable {
  public SourcePosition {
    Objects.requireNonNull(partition, "partition");
    if (offset < 0) {
      throw new IllegalArgumentException(
          "partition %s: an offset is 0 or more, found %d".formatted(partition, offset));
    }
  }
}
