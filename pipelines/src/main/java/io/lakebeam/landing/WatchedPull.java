package io.lakebeam.landing;

import java.time.Duration;
import java.util.Optional;

/** A source that is pulled every so often. */
final class WatchedPull implements Watched {
  private final Pull pull;
  private final Duration every;
  private boolean isPulled;
  private long pulledAt;

  WatchedPull(Pull pull, Duration every) {
    this.pull = pull;
    this.every = every;
  }

  @Override
  public Optional<PullResult> takeIfDue() {
    if (isPulled && System.nanoTime() - pulledAt < every.toNanos()) {
      return Optional.empty();
    }
    try {
      return Optional.of(pull.take());
    } finally {
      // What fails is tried again as late: the source may be one that counts who asks.
      isPulled = true;
      pulledAt = System.nanoTime();
    }
  }

  @Override
  public Duration pause() {
    return every;
  }

  @Override
  public void close() {
    // It is connected to while it is read.
  }
}
