package io.lakebeam.landing;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is new in sources of files until it is closed: by listing them again, and, where a
 * store tells of new objects, as soon as it does. What fails is told and tried again.
 *
 * <pre>{@code
 * try (LandingWatch watch = LandingWatch.start(Landing.of(project, runner), console::error)) {
 *   watch.awaitEnd();
 * }
 * }</pre>
 */
public final class LandingWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LandingWatch.class);
  private static final long PAUSE_SECONDS = 3;

  private final List<WatchedSource> sources;
  private final Consumer<String> trouble;
  private final ExecutorService executor;
  private final Future<?> watching;
  private final Semaphore wake = new Semaphore(0);

  private String lastTrouble = "";

  private LandingWatch(List<Landing> landings, Consumer<String> trouble) {
    this.trouble = trouble;
    this.sources =
        landings.stream()
            .map(landing -> WatchedSource.of(landing, wake::release, this::tell))
            .toList();
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "files");
              thread.setDaemon(true);
              return thread;
            });
    this.watching = executor.submit(this::watch);
  }

  /**
   * Starts watching.
   *
   * @param trouble told of refused files, and of what failed, once while it goes on
   */
  public static LandingWatch start(List<Landing> landings, Consumer<String> trouble) {
    return new LandingWatch(landings, trouble);
  }

  private void watch() {
    try {
      while (!executor.isShutdown()) {
        sources.forEach(this::take);
        if (wake.tryAcquire(PAUSE_SECONDS, TimeUnit.SECONDS)) {
          wake.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(WatchedSource source) {
    try {
      source
          .takeIfDue()
          .ifPresent(
              result -> {
                if (result.taken() > 0) {
                  LOG.info("files: {}", result);
                }
                result.refused().forEach(trouble);
              });
    } catch (RuntimeException e) {
      if (executor.isShutdown()) {
        return;
      }
      LOG.warn("files: not taken; tried again", e);
      tell(String.valueOf(e.getMessage()));
    }
  }

  private synchronized void tell(String message) {
    if (!message.equals(lastTrouble)) {
      lastTrouble = message;
      trouble.accept(message);
    }
  }

  /** Waits until it is closed. */
  public void awaitEnd() throws InterruptedException {
    try {
      watching.get();
    } catch (ExecutionException e) {
      throw new LandingException("files are not looked for any more", e.getCause());
    }
  }

  /** Stops. What is being written is written again by the next start. */
  @Override
  public void close() {
    executor.shutdownNow();
    sources.forEach(WatchedSource::close);
  }
}
