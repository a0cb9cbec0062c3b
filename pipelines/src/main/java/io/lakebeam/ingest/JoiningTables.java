package io.lakebeam.ingest;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableCaptures;
import io.lakebeam.lake.TableCaptures.Capture;
import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables that come to a source whose capture has begun. The connector takes no snapshot of them, so
 * the rows that they have are read at a cut, and the cut has to come after the place in the log
 * from which on their changes are read: {@link #deploy} returns when that is in the past.
 *
 * @param source the source, with the tables that are joining
 */
record JoiningTables(CapturedSource source) {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Which of the source's tables are, by their names in the lake: those that come now, that were
   * made anew under their name, and those whose rows were not brought yet. Kept in the lake before
   * anything is deployed. Tables that have left are, too, when they come again.
   */
  static Set<String> find(CapturedSource source, Lake lake) {
    String name = source.definition().name();
    TableCaptures captures = TableCaptures.in(lake);
    Map<String, Capture> known = captures.of(name);
    List<Capture> changed = new ArrayList<>();
    Set<String> joining = new HashSet<>();
    boolean hasBegun =
        source.tables().stream().anyMatch(table -> isNew(table, known)) && hasBegun(source);
    for (CapturedTable table : source.tables()) {
      String its = nameOf(table);
      if (isNew(table, known)) {
        changed.add(new Capture(its, table.source().oid(), !hasBegun));
      }
      if (isNew(table, known) ? hasBegun : !known.get(its).isWhole()) {
        joining.add(its);
      }
    }
    source.tables().forEach(table -> known.remove(nameOf(table)));
    known.values().stream()
        .filter(Capture::isWhole)
        .forEach(left -> changed.add(new Capture(left.table(), left.oid(), false)));
    captures.write(name, changed);
    return joining;
  }

  private static boolean isNew(CapturedTable table, Map<String, Capture> known) {
    Capture before = known.get(nameOf(table));
    return before == null || before.oid() != table.source().oid();
  }

  private static String nameOf(CapturedTable table) {
    return table.current().name().table();
  }

  /** Whether a snapshot may have been taken without the tables that are new. */
  private static boolean hasBegun(CapturedSource source) {
    try (PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
      return catalog.hasSlot(source.connector().slot())
          || ConnectCluster.at(source.definition().connect())
              .state(source.connector().name())
              .isPresent();
    }
  }

  /** Keeps in the lake that it has the rows of these tables. */
  static void joined(CapturedSource source, Lake lake) {
    TableCaptures.in(lake)
        .write(
            source.definition().name(),
            new JoiningTables(source)
                .tables()
                .map(table -> new Capture(nameOf(table), table.source().oid(), true))
                .toList());
  }

  /**
   * Deploys the connector and waits until a session of its own that began after that reads the
   * slot, and the publication has the tables.
   *
   * @throws SourceException if the connector fails, or does not come to that
   */
  void deploy() {
    ConnectCluster connect = ConnectCluster.at(source.definition().connect());
    String connector = source.connector().name();
    try (PostgresCatalog catalog = CapturedSource.connect(source.definition())) {
      Instant before = Instant.ofEpochMilli(catalog.clockMillis());
      // What it is told already would not make it look at the publication again.
      boolean isTold = connect.config(connector).equals(source.config());
      connect.deploy(connector, source.config());
      if (isTold) {
        connect.restart(connector);
      }
      boolean isRead =
          Failsafe.with(
                  RetryPolicy.<Boolean>builder()
                      .handleResult(false)
                      .withDelay(POLL)
                      .withMaxAttempts(-1)
                      .withMaxDuration(PATIENCE)
                      .abortIf((read, failure) -> failure != null)
                      .build())
              .get(() -> isRead(catalog, before));
      if (!isRead) {
        boolean unused = connect.running(connector);
        throw new SourceException(
            "source %s: connector %s does not read %s after %d s; see what is in its way: lakebeam doctor"
                .formatted(source.definition().name(), connector, names(), PATIENCE.toSeconds()));
      }
    }
  }

  private boolean isRead(PostgresCatalog catalog, Instant since) {
    return catalog.isReadSince(
        since,
        source.connector().slot(),
        source.connector().publication(),
        tables().map(table -> table.source().oid()).toList());
  }

  private String names() {
    return tables().map(table -> table.source().qualifiedName()).collect(Collectors.joining(", "));
  }

  private Stream<CapturedTable> tables() {
    return source.tables().stream().filter(table -> source.joining().contains(nameOf(table)));
  }
}
