package io.lakebeam.reconcile;

import io.lakebeam.ingest.Ingest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to the lake the rows that tables had before they came to a source whose capture had begun,
 * while their ingest runs.
 *
 * <pre>{@code
 * try (Ingest ingest = Ingest.start(project, runner)) {
 *   FirstRows.bring(ingest, Duration.ofMinutes(10));
 * }
 * }</pre>
 *
 * <p>They are read and written as a repair with all keys is ({@link Reconcile#rewriting}): at one
 * place in the log, older than all that comes after it. Killed, it is done again from the start by
 * the next ingest, and doubles nothing.
 */
public final class FirstRows {
  private static final Logger LOG = LoggerFactory.getLogger(FirstRows.class);

  private FirstRows() {}

  /**
   * Brings them, if there are any.
   *
   * @param patience how long the lake has to get to where the source is
   * @throws io.lakebeam.source.SourceException if it does not get there, or they cannot be read
   */
  public static void bring(Ingest ingest, Duration patience) {
    Set<String> tables = ingest.joining();
    if (tables.isEmpty()) {
      return;
    }
    LOG.info("tables {}: their rows of before they were captured are read", tables);
    // Not while a cut is held open, which keeps the source's vacuum waiting.
    ingest.awaitCaughtUp(patience);
    List<ReconciledTable> brought =
        Reconcile.of(ingest.project()).only(tables).waiting(patience).rewriting().run();
    brought.forEach(
        table ->
            LOG.info(
                "table {}: {} rows of before it was captured; {} differ from the source",
                table.table(),
                table.repaired().rows(),
                table.differences()));
    ingest.joined();
  }
}
