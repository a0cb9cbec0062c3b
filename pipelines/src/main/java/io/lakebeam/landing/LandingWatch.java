package io.lakebeam.landing;

import java.time.Duration;
import java.util.Comparator;
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
 * Takes what is new in sources of files, and in those that are pulled, until it is closed: by
 * looking again, and, where a store tells of new objects, as soon as it does. What fails is told
 * and tried again.
 *
 * <pre>{@code
 * try (LandingWatch watch = LandingWatch.start(Intake.of(project, runner), console::error)) {
 *   watch.awaitEnd();
 * }
 * }</pre>
 */
public final class LandingWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LandingWatch.class);

  private final List<Watched> sources;
  private final Duration pause;
  private final Consumer<String> trouble;
  private final ExecutorService executor;
  private final Future<?> watching;
  private final Semaphore wake = new Semaphore(0);

  private String lastTrouble = "";

  private LandingWatch(List<? extends Intake> intakes, Consumer<String> trouble) {
    this.trouble = trouble;
    this.sources =
        intakes.stream().map(intake -> intake.watched(wake::release, this::tell)).toList();
    this.pause = sources.stream().map(Watched::pause).min(Comparator.naturalOrder()).orElseThrow();
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "intake");
              thread.setDaemon(true);
              return thread;
            });
    this.watching = executor.submit(this::watch);
  }

  /**
   * Starts watching.
   *
   * @param intakes at which sources, of which there must be one at least
   * @param trouble told of refused files, and of what failed, once while it goes on
   */
  public static LandingWatch start(List<? extends Intake> intakes, Consumer<String> trouble) {
    return new LandingWatch(intakes, trouble);
  }

  private void watch() {
    try {
      while (!executor.isShutdown()) {
        sources.forEach(this::take);
        if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(Watched source) {
    try {
      source.takeIfDue().ifPresent(this::tell);
    } catch (RuntimeException e) {
      if (executor.isShutdown()) {
        return;
      }
      LOG.warn("not taken; tried again", e);
      tell(String.valueOf(e.getMessage()));
    }
  }

  private void tell(IntakeResult result) {
    if (result.hasTaken()) {
      LOG.info("{}: {}", result.source(), result.counts());
    }
    result.refused().forEach(trouble);
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
      throw new LandingException("sources are not looked at any more", e.getCause());
    }
  }

  /** Stops. What is being written is written again by the next start. */
  @Override
  public void close() {
    executor.shutdownNow();
    sources.forEach(Watched::close);
  }
}
