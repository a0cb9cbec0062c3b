package io.lakebeam.ingest;

import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.WriteRecords;
import io.lakebeam.runner.Runner;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.KafkaTopics;
import io.lakebeam.source.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sources to bronze and silver, running.
 *
 * <pre>{@code
 * try (Ingest ingest = Ingest.start(project, RunnerName.DIRECT)) {
 *   ingest.awaitCaughtUp(Duration.ofMinutes(2));
 * }
 * }</pre>
 *
 * <p>It goes on until it is closed. Closing drops what is not committed; the next start reads it
 * again from where the lake is.
 */
public final class Ingest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  /** How long rows wait for their commit at most, unless said otherwise: 2 s. */
  public static final Duration COMMIT_INTERVAL = Duration.ofSeconds(2);

  private static final Duration END_PATIENCE = Duration.ofSeconds(30);

  private final Project project;
  private final Lake lake;
  private final List<CapturedSource> sources;
  private final Positions positions;
  private final Map<String, Long> start;
  private final PipelineResult pipeline;
  private final TruncationWatch truncations;
  private final SlotWatch slots;
  private final CatchUp catchUp;
  private boolean left;
  private volatile @Nullable TableWatch tables;
  private volatile boolean hasOtherTables;

  /** Only waiting for a pipeline's end brings its failure to light. */
  private final CompletableFuture<PipelineResult.State> end;

  private Ingest(
      Project project, Lake lake, List<CapturedSource> sources, PipelineResult pipeline) {
    this.project = project;
    this.lake = lake;
    this.sources = sources;
    this.positions = Positions.in(lake);
    this.start = new HashMap<>();
    sources.forEach(source -> start.putAll(source.startOfChanges()));
    this.pipeline = pipeline;
    this.catchUp = new CatchUp(lake, sources, this::requireRunning);
    this.truncations = TruncationWatch.start(lake, COMMIT_INTERVAL);
    this.slots = SlotWatch.start(lake, sources, this::endWithGap);
    this.end =
        CompletableFuture.supplyAsync(this::waitForEnd, Ingest::startThread)
            .whenComplete((state, failure) -> closeWatches());
  }

  /** Changes are lost: what comes after them would hide that. */
  private void endWithGap(SourceException gap) {
    end.completeExceptionally(gap);
    try {
      cancel();
    } catch (IOException | RuntimeException e) {
      LOG.warn("ingest: the pipeline could not be cancelled", e);
    }
  }

  private void closeWatches() {
    truncations.close();
    slots.close();
    TableWatch watch = tables;
    if (watch != null) {
      watch.close();
    }
  }

  /**
   * Ends, as if it was cancelled, when its sources have other tables to be captured than it
   * captures; {@link #hasOtherTables} says that it was that.
   *
   * @param patterns the project that it was started for, with its patterns
   */
  public void endWhenTablesCome(Project patterns) {
    tables = TableWatch.start(patterns, sources, this::endForTables);
    if (end.isDone()) {
      closeWatches();
    }
  }

  private void endForTables() {
    hasOtherTables = true;
    try {
      cancel();
    } catch (IOException | RuntimeException e) {
      LOG.warn("ingest: the pipeline could not be cancelled", e);
    }
  }

  /** Whether it has ended because there are other tables; started again it captures them. */
  public boolean hasOtherTables() {
    return hasOtherTables;
  }

  /**
   * Its tables, by their names in the project, that came after their source's capture had begun,
   * and whose rows of before are not known to be in the lake.
   */
  public Set<String> joining() {
    return sources.stream()
        .flatMap(source -> source.joining().stream())
        .collect(Collectors.toSet());
  }

  /** Keeps in the lake that it has the rows of those that are {@link #joining}. */
  public void joined() {
    sources.forEach(source -> JoiningTables.joined(source, lake));
  }

  /** Flink tells a failed job by its state alone; why it failed is in the log. */
  private PipelineResult.State waitForEnd() {
    PipelineResult.State state;
    try {
      state = pipeline.waitUntilFinish();
    } catch (RuntimeException e) {
      // Flink's local cluster is gone as soon as its job was cancelled, and cannot be asked.
      if (hasOtherTables) {
        return PipelineResult.State.CANCELLED;
      }
      throw e;
    }
    if (state == PipelineResult.State.CANCELLED || state == PipelineResult.State.DONE) {
      return state;
    }
    throw new IngestException(
        "ingest: the pipeline has ended: %s; the log says why".formatted(state));
  }

  private static void startThread(Runnable watch) {
    Thread thread = new Thread(watch, "ingest-end");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts with commits every {@link #COMMIT_INTERVAL}. */
  public static Ingest start(Project project, Runner runner) {
    return start(project, runner, COMMIT_INTERVAL);
  }

  /**
   * Checks the sources, deploys their connectors and starts reading.
   *
   * @param commitInterval how long rows wait for their commit at most, on every runner
   * @throws io.lakebeam.source.SourceException if a source cannot be captured as the project says
   * @throws io.lakebeam.runner.RunnerException if the project's ingest already runs there
   */
  public static Ingest start(Project project, Runner runner, Duration commitInterval) {
    Lake lake = project.lake().open();
    Pipeline pipeline = Pipeline.create(runner.streaming(job(project), commitInterval));
    Project whole = MatchedTables.resolve(project);
    List<CapturedSource> sources =
        whole.sources().values().stream()
            .map(source -> CapturedSource.prepare(whole, source, lake))
            .toList();
    return of(
        pipeline, whole, lake, sources, runner.committing(LakeIO.write(lake), commitInterval));
  }

  /** Deploys the connectors of sources that are prepared, and starts reading. */
  static Ingest of(
      Pipeline pipeline,
      Project project,
      Lake lake,
      List<CapturedSource> sources,
      WriteRecords write) {
    sources.forEach(CapturedSource::deploy);
    for (CapturedSource source : sources) {
      IngestPipeline.build(
          pipeline,
          lake,
          source,
          KafkaTopics.from(source.definition().kafka(), source.start()),
          write);
    }
    try {
      return new Ingest(project, lake, sources, pipeline.run());
    } catch (RuntimeException e) {
      throw IngestException.notStarted(e);
    }
  }

  /** The name of the project's ingest as a job. */
  public static String job(Project project) {
    return project.name() + "-ingest";
  }

  /** The project, with the tables that it captures. */
  public Project project() {
    return project;
  }

  /**
   * How far it has come in the topics since the start, in offsets: the changes that are in every
   * table that they belong to, and where Kafka's transactions end, as many as one for each change.
   */
  public long committedOffsets() {
    return positions.read().entrySet().stream()
        .filter(e -> start.containsKey(e.getKey()))
        .mapToLong(e -> e.getValue() - start.get(e.getKey()))
        .sum();
  }

  /** Waits until the first records are in all of their tables. */
  public void awaitFirstCommit(Duration timeout) {
    catchUp.await(timeout, "the first commit", () -> committedOffsets() > 0);
  }

  /** Waits until all that the sources have committed up to now is in the lake. */
  public void awaitCaughtUp(Duration timeout) {
    catchUp.await(timeout);
  }

  /** Waits until the pipeline ends, by a failure, which is thrown, or because it was cancelled. */
  public PipelineResult.State awaitEnd() {
    return end.join();
  }

  /** Why the pipeline ended by itself, if it did. */
  public Optional<Throwable> failure() {
    return end.isCompletedExceptionally()
        ? Optional.of(end.handle((state, failure) -> failure).join())
        : Optional.empty();
  }

  /** Rows of each bronze and silver table, dead letters, counted now; deleted rows do not count. */
  public Map<String, Long> rowsPerTable() {
    return new RowCounts(lake, sources).perTable();
  }

  /** Lets the pipeline go on: {@link #close} does nothing from now on. */
  public synchronized void leaveRunning() {
    left = true;
  }

  /** Stops reading, and waits for the pipeline's end. Closing again does nothing. */
  @Override
  public synchronized void close() throws IOException {
    closeWatches();
    if (left || end.isDone()) {
      return;
    }
    cancel();
    try {
      end.get(END_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("ingest: the pipeline was cancelled, and its end was not seen", e);
    }
  }

  /** A pipeline that was stopped from elsewhere refuses to be cancelled. */
  private void cancel() throws IOException {
    try {
      pipeline.cancel();
    } catch (RuntimeException e) {
      if (!pipeline.getState().isTerminal()) {
        throw e;
      }
      LOG.debug("ingest: the pipeline had ended before it was cancelled", e);
    }
  }

  private void requireRunning() {
    if (end.isDone()) {
      throw new IngestException("ingest: the pipeline has ended: " + end.join());
    }
    sources.forEach(
        source ->
            ConnectCluster.at(source.definition().connect()).running(source.connector().name()));
  }
}
