package io.lakebeam.quickstart;

import io.lakebeam.lake.Zones;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ingest, from its start until the lake has everything, with a second client that changes the
 * source meanwhile.
 */
final class IngestWhileChanging {
  private static final Logger LOG = LoggerFactory.getLogger(IngestWhileChanging.class);
  private static final long LOOK_EVERY_MILLIS = 200;

  private final Prepared prepared;
  private final Stages stages;
  private final SourceDatabase source;
  private final OpenResources resources;
  private final Timeline timeline;
  private final Duration patience;
  private volatile RunningIngest running;

  IngestWhileChanging(
      Prepared prepared,
      Stages stages,
      SourceDatabase source,
      OpenResources resources,
      Timeline timeline,
      Duration patience) {
    this.prepared = prepared;
    this.stages = stages;
    this.source = source;
    this.resources = resources;
    this.timeline = timeline;
    this.patience = patience;
  }

  /** Runs the ingest until it has caught up with all changes, and stops it. */
  void run(Findings findings) throws Exception {
    timeline.time("ingest", this::committedOffsets, () -> ingest(findings), rows -> rows);
  }

  private long ingest(Findings findings) throws Exception {
    RunningIngest ingest = resources.add(stages.startIngest());
    running = ingest;
    LOG.info("The ingest runs; waiting for its first commit");
    ingest.awaitFirstCommit(patience);
    LOG.info("The second client changes the source");
    findings.changes = changes(ingest);
    findings.expectations.addAll(
        new SourceExpectations(prepared.example().script().expect(), prepared.numbers())
            .check(source));
    LOG.info("All changes are made; waiting until the lake has them");
    ingest.awaitCaughtUp(patience);
    LOG.info("The lake has caught up");
    findings.tables.putAll(ingest.rowsPerTable());
    resources.close(ingest);
    // Every event is a row there, or a dead letter.
    return findings.tables.entrySet().stream()
        .filter(table -> table.getKey().startsWith(Zones.DEAD_LETTERS.zone() + "."))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long committedOffsets() {
    RunningIngest ingest = running;
    return ingest == null ? 0 : ingest.committedOffsets();
  }

  /** Makes the changes on a thread of their own, and gives up as soon as the ingest has. */
  private long changes(RunningIngest ingest) throws Exception {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "second-client"));
    try {
      long start = System.nanoTime();
      Future<Long> changes =
          thread.submit(new SecondClient(prepared.example(), source, prepared.numbers()));
      while (!isDone(changes)) {
        if (ingest.failure().isPresent()) {
          throw new QuickstartException(
              "the ingest failed: " + ingest.failure().get().getMessage(), ingest.failure().get());
        }
      }
      long rows = changes.get();
      timeline.addBeside(Timeline.time("changes, while ingesting", start, rows));
      return rows;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      thread.shutdownNow();
    }
  }

  private static boolean isDone(Future<Long> changes)
      throws InterruptedException, ExecutionException {
    try {
      changes.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
