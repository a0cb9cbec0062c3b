package io.lakebeam.quickstart;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a run at SIGINT or SIGTERM, at any moment, with nothing left behind.
 *
 * <p>From its making until {@link #close}, the end of the JVM first interrupts the thread that made
 * it, closes the open resources, and then waits until that thread is done. Processes that are still
 * there after that, such as a server that was being started at that moment, are asked to end and,
 * past their time, killed.
 */
final class StopOnSignal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopOnSignal.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OpenResources resources;
  private final Thread run = Thread.currentThread();
  private final CountDownLatch runEnded = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop-on-signal");
  private volatile boolean stopping;

  StopOnSignal(OpenResources resources) {
    this.resources = resources;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the run is being stopped; its failures are then of no interest. */
  boolean isStopping() {
    return stopping;
  }

  /** Says that the run has ended by itself. */
  @Override
  public void close() {
    runEnded.countDown();
    if (!stopping) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        LOG.debug("The JVM is already on its way out", e);
      }
    }
  }

  private void stop() {
    stopping = true;
    run.interrupt();
    resources.close();
    try {
      if (!runEnded.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("The run did not end within {}", PATIENCE);
      }
      endDescendants();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends every process that this one, or one of its children, has started and that still lives. */
  private static void endDescendants() throws InterruptedException {
    List<ProcessHandle> left = ProcessHandle.current().descendants().toList();
    left.forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(
              left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("Killing what did not end: {}", left, e);
      left.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
