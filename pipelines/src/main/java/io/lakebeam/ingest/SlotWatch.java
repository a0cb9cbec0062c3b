package io.lakebeam.ingest;

import io.lakebeam.lake.Lake;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.ReplicationSlot;
import io.lakebeam.source.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.management.JMException;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the slots of the sources beside a running ingest, until it is closed: once a minute it
 * logs how far each is behind, as a warning where PostgreSQL may soon remove log that it needs; it
 * says at once when one is lost; and it tells the figures over JMX ({@link SlotMXBean}). A
 * connector that has failed is started again.
 */
final class SlotWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotWatch.class);

  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Changes that were streamed before a snapshot may come into the lake after its first rows. */
  private static final int LOOKS_AT_A_SNAPSHOT = 6;

  private static final long REPORT_NANOS = Duration.ofMinutes(1).toNanos();

  private final List<Watched> sources;
  private final Consumer<SourceException> whenLost;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "slots");
            made.setDaemon(true);
            return made;
          });

  private SlotWatch(List<Watched> sources, Consumer<SourceException> whenLost) {
    this.sources = sources;
    this.whenLost = whenLost;
  }

  /**
   * Starts looking.
   *
   * @param whenLost is told of the gap, once; what it throws is lost
   */
  @SuppressWarnings("FutureReturnValueIgnored") // look() ends in no exception
  static SlotWatch start(
      Lake lake, List<CapturedSource> sources, Consumer<SourceException> whenLost) {
    SlotWatch watch =
        new SlotWatch(sources.stream().map(source -> new Watched(lake, source)).toList(), whenLost);
    watch.thread.scheduleWithFixedDelay(
        watch::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    for (Watched source : sources) {
      Optional<Gap> gap = source.look();
      if (gap.isPresent()) {
        LOG.error("{}", gap.get().report());
        close();
        whenLost.accept(new SourceException(gap.get().report()));
        return;
      }
    }
  }

  /** Lets a look that has begun end. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // close() ends in no exception
  public void close() {
    if (!thread.isShutdown()) {
      thread.execute(() -> sources.forEach(Watched::close));
      thread.shutdown();
    }
  }

  /** One source's slot and what was seen of it. */
  private static final class Watched implements AutoCloseable {
    private final Lake lake;
    private final CapturedSource source;
    private final SlotLag lag = new SlotLag();
    private final FailedConnector connector;
    private @Nullable SlotMetrics metrics;
    private boolean wasThere;
    private Set<Long> snapshots = Set.of();
    private int looked;
    private boolean wasInDanger;
    private long nextReport = System.nanoTime();

    Watched(Lake lake, CapturedSource source) {
      this.lake = lake;
      this.source = source;
      this.connector = new FailedConnector(source);
    }

    /** A source that does not answer is no gap. */
    Optional<Gap> look() {
      try (PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
        Optional<Gap> gap = Gap.inSlot(source, lake, catalog, wasThere).or(this::lookAtSnapshots);
        if (gap.isEmpty()) {
          catalog
              .slot(source.connector().slot())
              .ifPresent(slot -> seen(slot, catalog.slotLimit()));
          connector.look();
        }
        return gap;
      } catch (RuntimeException e) {
        if (isTimeToReport()) {
          LOG.warn(
              "source {}: its slot or its connector could not be looked at",
              source.definition().name(),
              e);
        }
        return Optional.empty();
      }
    }

    private Optional<Gap> lookAtSnapshots() {
      RepeatedSnapshots repeated = RepeatedSnapshots.of(source, lake);
      if (!repeated.suspects().equals(snapshots)) {
        snapshots = repeated.suspects();
        looked = 0;
      }
      return looked++ < LOOKS_AT_A_SNAPSHOT ? Gap.inSnapshots(source, repeated) : Optional.empty();
    }

    private void seen(ReplicationSlot slot, OptionalLong limit) {
      wasThere = true;
      lag.add(slot, System.nanoTime());
      boolean isInDanger = slot.isInDanger(limit);
      boolean isNew = isInDanger && !wasInDanger;
      wasInDanger = isInDanger;
      tell(new SlotMetrics.Seen(slot, lag.seconds(System.nanoTime()), isInDanger));
      if (!isTimeToReport() && !isNew) {
        return;
      }
      if (isInDanger) {
        LOG.warn("source {}: {}", source.definition().name(), alarm(slot, limit));
      } else {
        LOG.info(
            "source {}: slot {} is {} s and {} behind; {} of log are held for it",
            source.definition().name(),
            slot.name(),
            lag.seconds(System.nanoTime()),
            ReplicationSlot.megabytes(slot.behind()),
            ReplicationSlot.megabytes(slot.held()));
      }
    }

    private void tell(SlotMetrics.Seen seen) {
      if (metrics != null) {
        metrics.saw(seen);
        return;
      }
      try {
        metrics = SlotMetrics.tell(source.definition().name(), seen);
      } catch (JMException e) {
        throw new IllegalStateException("slot " + seen.slot().name() + " has no place in JMX", e);
      }
    }

    @Override
    public void close() {
      if (metrics != null) {
        metrics.close();
      }
    }

    private String alarm(ReplicationSlot slot, OptionalLong limit) {
      return ("slot %s: %s of log can still be written before PostgreSQL removes what the slot"
              + " needs, and changes are lost; it is %d s and %s behind, %s; see that connector"
              + " %s runs, or raise the limit: %s")
          .formatted(
              slot.name(),
              ReplicationSlot.megabytes(Math.max(0, slot.safe().orElse(0))),
              lag.seconds(System.nanoTime()),
              ReplicationSlot.megabytes(slot.behind()),
              slot.active() ? "being read" : "and nobody reads it",
              source.connector().name(),
              ReplicationSlot.raised(limit.orElse(0)));
    }

    private boolean isTimeToReport() {
      if (System.nanoTime() < nextReport) {
        return false;
      }
      nextReport = System.nanoTime() + REPORT_NANOS;
      return true;
    }
  }
}
