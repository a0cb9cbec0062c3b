package io.lakebeam.cli;

import io.lakebeam.quickstart.Progress;
import io.lakebeam.quickstart.StageTime;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress on a console: stage, rows and rate. On a terminal the running stage is one line that is
 * rewritten, elsewhere each begin and each end is a plain line.
 */
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleProgress.class);
  private static final long REDRAW_EVERY_MILLIS = 1000;

  private final Console console;
  private final ScheduledExecutorService redraw =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private ScheduledFuture<?> running;

  ConsoleProgress(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void started(String stage, LongSupplier rows) {
    stopRedrawing();
    if (!console.hasTerminal()) {
      console.progress(stage + " ...");
      return;
    }
    long start = System.nanoTime();
    running =
        redraw.scheduleAtFixedRate(
            () -> draw(stage, start, rows), 0, REDRAW_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void done(StageTime stage) {
    stopRedrawing();
    String counted =
        stage.rows().isEmpty()
            ? ""
            : rows(stage.rows().getAsLong(), stage.rowsPerSecond().orElse(0));
    console.progress(
        String.format(Locale.ROOT, "%-32s %6.1f s%s", stage.name(), stage.seconds(), counted));
  }

  @Override
  public synchronized void failed() {
    stopRedrawing();
  }

  @Override
  public void close() {
    redraw.shutdownNow();
  }

  private synchronized void draw(String stage, long start, LongSupplier rows) {
    if (running == null || running.isCancelled()) {
      return;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long count = count(rows);
    String counted = count < 0 ? "" : rows(count, seconds <= 0 ? 0 : Math.round(count / seconds));
    console.status(String.format(Locale.ROOT, "%-32s %6.1f s%s", stage, seconds, counted));
  }

  /** A count that fails now may work a second later; the stage itself tells what is wrong. */
  private static long count(LongSupplier rows) {
    try {
      return rows.getAsLong();
    } catch (RuntimeException e) {
      LOG.debug("No count of rows", e);
      return -1;
    }
  }

  private void stopRedrawing() {
    if (running != null) {
      running.cancel(false);
      running = null;
    }
  }

  private static String rows(long count, long perSecond) {
    return String.format(Locale.ROOT, "  %,10d rows  %,9d rows/s", count, perSecond);
  }
}
