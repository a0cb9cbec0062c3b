package io.lakebeam.ingest;

import io.lakebeam.change.TransactionCut;
import io.lakebeam.lake.Lake;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * From where on a {@link Rebuild} makes rows anew. What is before it stays as silver has it.
 *
 * <pre>{@code
 * Rebuild.of(project, runner).from(RebuildStart.at(Instant.parse("2026-11-01T00:00:00Z")));
 * }</pre>
 *
 * <p>The order of changes decides what is before, so it is a place between two transactions, for a
 * time as well: that before the first change that the source committed then or later by its clock.
 */
public final class RebuildStart {
  /** Later than any change. */
  private static final TransactionCut END = new TransactionCut(Integer.MAX_VALUE, Long.MAX_VALUE);

  private final BiFunction<Lake, BronzeEvents, Optional<TransactionCut>> cut;

  private RebuildStart(BiFunction<Lake, BronzeEvents, Optional<TransactionCut>> cut) {
    this.cut = cut;
  }

  /** The first event: all is made anew. */
  public static RebuildStart first() {
    return new RebuildStart((lake, events) -> Optional.empty());
  }

  /** The first change that was committed in the source then or later. */
  public static RebuildStart at(Instant time) {
    return new RebuildStart((lake, events) -> Optional.of(events.cutAt(lake, time).orElse(END)));
  }

  /** The first change after a place in the log of the source's present life. */
  public static RebuildStart afterLsn(long lsn) {
    return new RebuildStart((lake, events) -> Optional.of(events.cutAt(lsn)));
  }

  /** Where that is among some events; empty before all of them. */
  Optional<TransactionCut> among(Lake lake, BronzeEvents events) {
    return cut.apply(lake, events);
  }
}
