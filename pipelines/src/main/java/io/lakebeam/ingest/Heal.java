package io.lakebeam.ingest;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.SourceLife;
import io.lakebeam.lake.WriteRecords;
import io.lakebeam.runner.Runner;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.DebeziumConnector;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.paimon.data.Timestamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sources of which the lake has lost changes, captured anew into the same lake: a new slot, a new
 * snapshot, new topics, and a new life, so that all of it is newer than what the lake has. When the
 * snapshot is whole in the lake, rows whose keys are not in it get tombstones; the history keeps
 * what it had.
 *
 * <pre>{@code
 * Heal.run(project, RunnerName.DIRECT, Duration.ofHours(1));  // then ingest goes on
 * }</pre>
 *
 * <p>The new life is one row in the lake, marked at the end as whole. So a run that was killed is
 * run again and goes on, a source without a gap is left alone, and until the end no ingest takes
 * the source up.
 */
public final class Heal {
  private static final Logger LOG = LoggerFactory.getLogger(Heal.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Lake lake;
  private final SourceEpochs epochs;

  private Heal(Lake lake) {
    this.lake = lake;
    this.epochs = SourceEpochs.in(lake);
  }

  /**
   * Heals every source of the project that needs it.
   *
   * @param timeout how long the snapshots have to get into the lake
   * @return what was wrong, by the names of the sources that were healed
   * @throws SourceException if a source cannot be captured as the project says
   * @throws io.lakebeam.runner.RunnerException if the project's ingest runs there
   */
  public static Map<String, String> run(Project project, Runner runner, Duration timeout)
      throws IOException {
    Duration interval = Ingest.COMMIT_INTERVAL;
    // Refused where the ingest runs, before anything is done.
    Pipeline pipeline = Pipeline.create(runner.streaming(Ingest.job(project), interval));
    Heal heal = new Heal(project.lake().open());
    Map<String, String> found = new LinkedHashMap<>();
    List<CapturedSource> sources = new ArrayList<>();
    for (SourceDefinition source : project.sources().values()) {
      heal.begin(project, source)
          .ifPresent(
              reason -> {
                found.put(source.name(), reason);
                sources.add(heal.prepare(CapturedSource.describe(project, source, heal.lake)));
              });
    }
    if (!sources.isEmpty()) {
      WriteRecords write = runner.committing(LakeIO.write(heal.lake), interval);
      try (Ingest ingest = Ingest.of(pipeline, project, heal.lake, sources, write)) {
        ingest.awaitCaughtUp(timeout);
      }
      sources.forEach(heal::end);
    }
    return found;
  }

  /** Begins the source's new life where it needs one; what is wrong with it, if anything. */
  private Optional<String> begin(Project project, SourceDefinition source) {
    CapturedSource described = CapturedSource.describe(project, source, lake);
    Optional<String> gap = Gap.of(described, lake).map(Gap::report);
    if (gap.isPresent()) {
      LOG.warn("{}", gap.get());
      epochs.begin(source.name(), described.life().identity());
      return gap;
    }
    return described.life().isWhole()
        ? Optional.empty()
        : Optional.of("source %s: an earlier run did not end".formatted(source.name()));
  }

  /** Ends what earlier captures still do; what they wrote is read to its end. */
  private CapturedSource prepare(CapturedSource source) {
    ConnectCluster connect = ConnectCluster.at(source.definition().connect());
    try (PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
      for (int number = 1; number < source.life().capture(); number++) {
        DebeziumConnector earlier = source.connector().ofCapture(number);
        connect.remove(earlier.name());
        dropSlot(catalog, earlier.slot());
      }
    }
    return source.withEarlier(epochs.lives(source.definition().name())).resuming(lake);
  }

  /** A connector that was removed lets go of its slot a little later. */
  private static void dropSlot(PostgresCatalog catalog, String slot) {
    boolean isGone =
        Failsafe.with(
                RetryPolicy.<Boolean>builder()
                    .handleResult(false)
                    .withDelay(Duration.ofMillis(250))
                    .withMaxAttempts(-1)
                    .withMaxDuration(PATIENCE)
                    .abortIf((gone, failure) -> failure != null)
                    .build())
            .get(() -> catalog.dropSlot(slot));
    if (!isGone) {
      throw new SourceException(
          "slot %s is read by somebody, though its connector was removed %d s ago; end that session: SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '%s'"
              .formatted(slot, PATIENCE.toSeconds(), slot));
    }
  }

  /** All of the snapshot is in the lake: what is older and not in it has gone from the source. */
  private void end(CapturedSource source) {
    SourceLife life = source.life();
    Timestamp now;
    try (PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
      now = Timestamp.fromEpochMillis(catalog.clockMillis());
    }
    Truncations.keep(
        lake,
        source.tables().stream()
            .map(table -> table.current().name().table())
            .map(table -> Truncation.ofEarlierLives(table, life.number(), now))
            .toList());
    epochs.finish(source.definition().name(), life);
  }
}
