package io.lakebeam.reconcile;

import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Ingest;
import io.lakebeam.runner.Runner;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ingest in this process that takes up tables which come while it runs: one that a pattern of
 * the project matches, or one that was dropped and made anew. It is stopped and started again for
 * them, which takes some seconds and loses nothing, and the rows that they have are brought.
 *
 * <pre>{@code
 * try (GrowingIngest ingest = new GrowingIngest(project, runner, interval)) {
 *   Ingest last = ingest.run();  // until it fails or is closed
 * }
 * }</pre>
 */
public final class GrowingIngest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrowingIngest.class);
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Project project;
  private final Runner runner;
  private final Duration commitInterval;
  private Ingest ingest;
  private boolean isClosed;

  /**
   * Starts it.
   *
   * @throws io.lakebeam.source.SourceException if a source cannot be captured as the project says
   */
  public GrowingIngest(Project project, Runner runner, Duration commitInterval) {
    this.project = project;
    this.runner = runner;
    this.commitInterval = commitInterval;
    this.ingest = Ingest.start(project, runner, commitInterval);
  }

  /**
   * Goes on until it fails, which is thrown, or is closed.
   *
   * @return the ingest that ran last
   */
  public Ingest run() throws IOException {
    Ingest running = current();
    while (true) {
      FirstRows.bring(running, PATIENCE);
      running.endWhenTablesCome(project);
      running.awaitEnd();
      Ingest next = next(running);
      if (next.equals(running)) {
        return running;
      }
      running = next;
    }
  }

  private synchronized Ingest current() {
    return ingest;
  }

  /** The one that follows on it; itself where none does. */
  private synchronized Ingest next(Ingest ended) throws IOException {
    ended.close();
    if (!ended.hasOtherTables() || isClosed) {
      return ended;
    }
    LOG.info("ingest: there are other tables to capture; it is started again");
    ingest = Ingest.start(project, runner, commitInterval);
    return ingest;
  }

  /** Stops it. Closing again does nothing. */
  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    ingest.close();
  }
}
