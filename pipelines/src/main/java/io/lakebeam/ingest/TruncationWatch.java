package io.lakebeam.ingest;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles truncations soon after they came, beside a running ingest, until it is closed. */
final class TruncationWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TruncationWatch.class);

  private static final int PATIENCE_SECONDS = 2;

  private final Lake lake;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "truncations");
            made.setDaemon(true);
            return made;
          });

  private TruncationWatch(Lake lake) {
    this.lake = lake;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // look() ends in no exception
  static TruncationWatch start(Lake lake, Duration pause) {
    TruncationWatch watch = new TruncationWatch(lake);
    watch.thread.scheduleWithFixedDelay(
        watch::look, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      Truncations.settle(lake);
    } catch (LakeException e) {
      LOG.warn("Truncations could not be settled; trying again", e);
    } catch (RuntimeException e) {
      LOG.error("Truncations could not be settled; trying again", e);
    }
  }

  /** Lets a look that has begun end, and waits for it a little. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("truncations are still being settled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
