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
 * Looks at sources of files, and at those that are pulled, again and again and takes what is new,
 * until it is closed. What fails is told and tried again at the next look.
 *
 * <pre>{@code
 * try (LandingWatch watch = LandingWatch.start(Intake.of(project, runner), console::error)) {
 *   watch.awaitEnd();
 * }
 * }</pre>
 */
public final class LandingWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LandingWatch.class);

  private final Consumer<String> trouble;
  private final ScheduledExecutorService executor;
  private final ScheduledFuture<?> first;

  private String lastTrouble = "";

  private LandingWatch(List<? extends Intake> intakes, Consumer<String> trouble) {
    this.trouble = trouble;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "intake");
              thread.setDaemon(true);
              return thread;
            });
    this.first = intakes.stream().map(this::schedule).toList().get(0);
  }

  private ScheduledFuture<?> schedule(Intake intake) {
    return executor.scheduleWithFixedDelay(
        () -> take(intake), 0, intake.pause().toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Starts looking.
   *
   * @param intakes at which sources, of which there must be one at least
   * @param trouble told of refused files, and of what failed, once while it goes on
   */
  public static LandingWatch start(List<? extends Intake> intakes, Consumer<String> trouble) {
    return new LandingWatch(intakes, trouble);
  }

  private void take(Intake intake) {
    try {
      IntakeResult result = intake.takeNew();
      if (result.hasTaken()) {
        LOG.info("{}: {}", result.source(), result.counts());
      }
      result.refused().forEach(trouble);
    } catch (RuntimeException e) {
      if (executor.isShutdown()) {
        return;
      }
      LOG.warn("{}: not taken; tried again", intake.source(), e);
      tell(String.valueOf(e.getMessage()));
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
      first.get();
    } catch (ExecutionException e) {
      throw new LandingException("sources are not looked at any more", e.getCause());
    }
  }

  /** Stops. What is being written is written again by the next start. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
