package io.lakebeam.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run has opened, closed in reverse order and once: at its end, at a failure, or at a
 * signal.
 *
 * <p>Safe for the run's thread and a shutdown hook at the same time. What is added after the
 * closing is closed at once.
 */
final class OpenResources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenResources.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /** Takes charge of a resource and hands it back. */
  synchronized <T extends AutoCloseable> T add(T resource) throws InterruptedException {
    open.push(resource);
    if (closed) {
      close();
      throw new InterruptedException("the run was stopped");
    }
    return resource;
  }

  /** Closes one resource before its turn. */
  synchronized void close(AutoCloseable resource) throws Exception {
    if (open.remove(resource)) {
      resource.close();
    }
  }

  /** Closes all that is open; one that fails to close does not keep the others open. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        LOG.warn("Interrupted while closing {}", resource, e);
      } catch (Exception e) {
        LOG.warn("Could not close {}", resource, e);
      }
    }
  }
}
