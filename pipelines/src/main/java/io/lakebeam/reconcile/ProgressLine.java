package io.lakebeam.reconcile;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** How far a reconciliation is: one line that changes. Thread-safe. */
final class ProgressLine {
  private static final Duration REDRAW = Duration.ofMillis(250);

  private final Consumer<String> display;
  private String step = "";
  private long page;
  private long pages;
  private long lakeRows;
  private long drawn = System.nanoTime() - REDRAW.toNanos();

  /** Shown by {@code display}, some times a second at most. */
  ProgressLine(Consumer<String> display) {
    this.display = display;
  }

  /** Begins with something else. */
  synchronized void step(String what) {
    step = what;
    page = 0;
    pages = 0;
    lakeRows = 0;
    draw(true);
  }

  /** So many of the table's pages in the source are done. */
  synchronized void source(long done, long all) {
    page = done;
    pages = all;
    draw(false);
  }

  /** One row more was read in the lake. */
  synchronized void lakeRow() {
    lakeRows++;
    if (lakeRows % 1_000 == 0) {
      draw(false);
    }
  }

  private void draw(boolean now) {
    long time = System.nanoTime();
    if (!now && time - drawn < REDRAW.toNanos()) {
      return;
    }
    drawn = time;
    String source = pages == 0 ? "" : "  source %d %%".formatted(100 * page / pages);
    String lake = lakeRows == 0 ? "" : String.format(Locale.ROOT, "  lake %,d rows", lakeRows);
    display.accept(step + source + lake);
  }
}
