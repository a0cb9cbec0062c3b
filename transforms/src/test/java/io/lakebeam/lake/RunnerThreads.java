package io.lakebeam.lake;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Waits after every test until the Direct runner's workers have ended. A pipeline that failed
 * returns at the first failure; its other workers finish what they are at, and would write into a
 * folder that is being removed.
 *
 * <p>JUnit finds it by {@code META-INF/services}.
 */
public final class RunnerThreads implements AfterEachCallback {
  private static final String WORKER = "direct-runner-worker";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    awaitEnd(context.getDisplayName());
  }

  static void awaitEnd(String test) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Thread worker : workers()) {
      worker.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
      if (worker.isAlive()) {
        throw new IllegalStateException(
            "%s left a pipeline running; a worker is at %s"
                .formatted(test, List.of(worker.getStackTrace())));
      }
    }
  }

  /** Those that are alive now. */
  static List<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(WORKER))
        .toList();
  }
}
