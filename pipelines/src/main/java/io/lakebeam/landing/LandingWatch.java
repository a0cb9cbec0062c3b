package io.lakebeam.landing;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists sources of files again every few seconds and takes what is new, until it is closed. What
 * fails is told and tried again at the next listing.
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

  private final List<Landing> landings;
  private final Consumer<String> trouble;
  private final ScheduledExecutorService executor;
  private final ScheduledFuture<?> listing;

  private String lastTrouble = "";

  private LandingWatch(List<Landing> landings, Consumer<String> trouble) {
    this.landings = List.copyOf(landings);
    this.trouble = trouble;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "files");
              thread.setDaemon(true);
              return thread;
            });
    this.listing =
        executor.scheduleWithFixedDelay(this::takeAll, 0, PAUSE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Starts listing.
   *
   * @param trouble told of refused files, and of what failed, once while it goes on
   */
  public static LandingWatch start(List<Landing> landings, Consumer<String> trouble) {
    return new LandingWatch(landings, trouble);
  }

  private void takeAll() {
    for (Landing landing : landings) {
      try {
        LandingResult result = landing.takeNew();
        if (result.taken() > 0) {
          LOG.info("files: {}", result);
        }
        result.refused().forEach(trouble);
      } catch (RuntimeException e) {
        if (executor.isShutdown()) {
          return;
        }
        LOG.warn("files: not taken; tried again", e);
        tell(String.valueOf(e.getMessage()));
      }
    }
  }

  private void tell(String message) {
    if (!message.equals(lastTrouble)) {
      lastTrouble = message;
      trouble.accept(message);
    }
  }

  /** Waits until it is closed. */
  public void awaitEnd() throws InterruptedException {
    try {
      listing.get();
    } catch (ExecutionException e) {
      throw new LandingException("files are not listed any more", e.getCause());
    }
  }

  /** Stops. What is being written is written again by the next start. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
